"""Planning meetings, moving them, saying how one took part, swapping roles."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_all_missing, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.forms.answers import expect_version, find, settle
from lti_tool.forms.shelf import form
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.feed.actions import tell
from lti_tool.journey.meetings.models import (
    TOOK_PART,
    Attendance,
    CalendarFeed,
    Card,
    Meeting,
    Series,
)
from lti_tool.journey.meetings.queries import LOOKS_BACK, keeps_marks, promise_of, series_of
from lti_tool.journey.meetings.rota import ROLES, occurrences, rota, swapped
from lti_tool.lti.state import fingerprint, new_secret
from lti_tool.programme.actions import record_once, score_again, take_back


def plan_meetings(at: Seated, *, values: dict[str, Any], seen: int) -> None:
    """Keep how the circle meets and lay out the series; meetings that were stay as they are.

    Raises ChangedMeanwhile when another plan stands by now; then nothing was changed.
    """
    series = series_of(at.group)
    if series is not None and series.answers == values:
        return
    if (series.version if series else 0) != seen:
        raise ChangedMeanwhile(f"planned on version {seen}")
    if series is None:
        series = Series(group_id=at.group.id)
        db.session.add(series)
    series.answers, series.saved_at = values, utcnow()
    _lay_out(at.group, values)
    score_again(one.id for one in at.people)
    tell(at.group, at.me, kind="meetings-planned")
    settle()


def move_meeting(at: Seated, meeting: Meeting, *, to: datetime, seen: int) -> None:
    """Give a meeting that lies ahead another moment; no reason is asked, and nobody missed it.

    Raises ChangedMeanwhile when it was moved by somebody else, or has begun.
    """
    if meeting.starts_at == to:
        return
    if meeting.version != seen or meeting.starts_at <= utcnow():
        raise ChangedMeanwhile("moved meanwhile, or begun")
    meeting.starts_at, meeting.moves = to, meeting.moves + 1
    facts = {"number": meeting.number, "at": to.isoformat(), "zone": meeting.zone}
    tell(at.group, at.me, kind="meeting-moved", **facts)
    score_again(one.id for one in at.people)
    settle()


def choose_agenda(at: Seated, meeting: Meeting, name: str) -> None:
    """Let one meeting run another way; raises ChangedMeanwhile for one that is over."""
    if meeting.agenda == name:
        return
    if meeting.ends_at <= utcnow():
        raise ChangedMeanwhile("over")
    meeting.agenda = name
    tell(at.group, at.me, kind="agenda-chosen", number=meeting.number)
    settle()


def mark_attendance(member: Membership, meeting: Meeting, how: str) -> None:
    """Say how one took part, or correct it; "" takes the mark back.

    Raises ChangedMeanwhile for a meeting that has not begun or ended more than two weeks ago.
    """
    now = utcnow()
    is_early = meeting.starts_at > now and how in TOOK_PART
    if is_early or meeting.ends_at + LOOKS_BACK < now:
        raise ChangedMeanwhile("too early or too late to mark")
    mark = next((one for one in meeting.attendances if one.membership_id == member.id), None)
    if mark is None:
        mark = Attendance(meeting_id=meeting.id, membership_id=member.id)
        db.session.add(mark)
    mark.how, mark.marked_at = how, now
    settle()
    _count(member, meeting, how)


def note_marks(at: Seated, meeting: Meeting, there: Collection[int]) -> None:
    """Note which mates took part, as the note keeper saw it; what each says of themselves counts.

    Raises NotHere for whoever may not, and for people who do not sit here.
    """
    mates = [one.id for one in at.mates]
    if not keeps_marks(at, meeting) or set(there) - set(mates):
        raise NotHere("no marks of these people to note")
    rows = [{"meeting_id": meeting.id, "membership_id": one, "how": ""} for one in mates]
    insert_all_missing(Attendance, rows)
    ours = select(Attendance).where(
        Attendance.meeting_id == meeting.id, Attendance.membership_id.in_(mates)
    )
    for mark in db.session.scalars(ours):
        mark.noted = mark.membership_id in there


def swap_role(at: Seated, meeting: Meeting, role: str, *, to: int) -> None:
    """Let a mate take a role over for one meeting; both are told by the feed. Raises NotHere."""
    people = [one.id for one in at.people]
    if role not in ROLES or to not in people:
        raise NotHere("no such role or person")
    meeting.swaps = swapped(rota(people, meeting.number, meeting.swaps), role, to=to)
    score_again(people)
    tell(at.group, at.me, kind="roles-swapped", number=meeting.number)


def settle_promise(member: Membership, promise_id: int, outcome: str) -> None:
    """Say what became of one's own promise: `kept`, `dropped`, or `open` again. Raises NotHere."""
    promise = promise_of(member, promise_id)
    if promise.outcome != outcome:
        promise.outcome = outcome
        promise.settled_at = None if outcome == "open" else utcnow()
        if outcome == "kept":
            tell(promise.meeting.group, member, kind="promise-kept", what=promise.what)


def save_card(member: Membership, meeting: Meeting, *, values: dict[str, Any], seen: int) -> None:
    """Keep what a member brings to a meeting. Raises ChangedMeanwhile; then nothing was changed."""
    card = find(Card, member.id, meeting.key)
    if card is not None and card.answers == values:
        return
    expect_version(card, seen)
    if card is None:
        card = Card(membership_id=member.id, key=meeting.key)
        db.session.add(card)
    card.keep(form("card"), values)
    settle()


def new_calendar_address(member: Membership) -> str:
    """A secret for a private calendar address; the one before it opens nothing any more."""
    secret = new_secret()
    db.session.merge(CalendarFeed(membership_id=member.id, hash=fingerprint(secret)))
    return secret


def _lay_out(group: PeerGroup, values: Mapping[str, Any]) -> None:
    """Meetings ahead take the new moments one by one; what is left over is added or dropped."""
    shape = {name: values[name] for name in ("minutes", "zone", "mode", "place", "agenda")}
    ahead, coming, now = _ahead(group), _moments_ahead(values), utcnow()
    for meeting, starts_at in zip(ahead, coming, strict=False):
        meeting.starts_at, meeting.dropped_at, meeting.moves = starts_at, None, 0
        for name, value in shape.items():
            setattr(meeting, name, value)
    for meeting in ahead[len(coming) :]:
        meeting.dropped_at = now
    first = _highest_number(group) + 1
    for number, starts_at in enumerate(coming[len(ahead) :], start=first):
        db.session.add(Meeting(group_id=group.id, number=number, starts_at=starts_at, **shape))


def _moments_ahead(values: Mapping[str, Any]) -> list[datetime]:
    first, clock = date.fromisoformat(values["first_day"]), time.fromisoformat(values["clock"])
    moments = occurrences(
        first, clock, values["zone"], rhythm=values["rhythm"], count=values["count"]
    )
    return [one for one in moments if one > utcnow()]


def _ahead(group: PeerGroup) -> Sequence[Meeting]:
    """The meetings that have not begun, also those that a plan has dropped before."""
    query = select(Meeting).where(Meeting.group_id == group.id, Meeting.starts_at > utcnow())
    return db.session.scalars(query.order_by(Meeting.number)).all()


def _highest_number(group: PeerGroup) -> int:
    highest = select(func.max(Meeting.number)).filter_by(group_id=group.id)
    return db.session.scalar(highest) or 0


def _count(member: Membership, meeting: Meeting, how: str) -> None:
    """Taking part counts once for each meeting; a mark that is corrected takes it back.

    Being excused changes what is asked for, so the score is worked out again.
    """
    if how in TOOK_PART:
        record_once(member, "meeting", meeting.key)
    else:
        take_back(member, "meeting", meeting.key)
        score_again([member.id])
