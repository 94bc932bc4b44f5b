"""What waits for people now: each reason to write is one question to the tables.

Nothing is kept ahead of time. A meeting that moved or a signature that was given is no reason any
more, and what caused a reason was committed with it, so that none gets lost. A new reason is one
function here and one sentence in `reminders.words`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.models import PAUSE, Exit, Grouping, PeerGroup, Seat
from lti_tool.groups.queries import sits_here
from lti_tool.groups.survey.models import SURVEY, Survey, Window
from lti_tool.journey.agreement.models import Agreement, Signature
from lti_tool.journey.feed.models import FeedLine
from lti_tool.journey.help.models import Recipient, Request
from lti_tool.journey.help.queries import AMONG_MATES, still_waits
from lti_tool.journey.meetings.models import Attendance, Meeting

AHEAD = timedelta(hours=30)
"""Before a meeting; so a reminder leaves by day, whenever the meeting is."""
TOO_LATE = timedelta(hours=1)
"""Before a meeting: then a reminder would come after it."""
FRESH = timedelta(days=2)
"""How long a move is news."""
CLOSES_SOON = timedelta(days=2)
"""Before the end of a survey."""
PATIENCE, GIVES_UP = timedelta(days=2), timedelta(days=14)
"""How long nobody is asked for a signature, and after which nobody is asked any more."""


@dataclass(frozen=True)
class Due:
    """Something that waits for a member; `about` tells it from others of its kind."""

    membership_id: int
    kind: str
    about: str
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)


def due_now(member_id: int | None = None) -> list[Due]:
    """All that waits, for everybody or for one member."""
    return [
        Due(who, kind, about, facts)
        for kind, ask in REASONS.items()
        for who, about, facts in ask(member_id)
    ]


Found = Iterable[tuple[int, str, dict[str, Any]]]


def _meetings_soon(member_id: int | None) -> Found:
    """A meeting of one's circle, unless one has said how one takes part."""
    now = utcnow()
    marked = select(Attendance.id).where(
        Attendance.meeting_id == Meeting.id,
        Attendance.membership_id == Seat.membership_id,
        Attendance.how != "",
    )
    query = _seated(member_id, Meeting).join(Meeting, Meeting.group_id == Seat.group_id)
    soon = query.where(
        Meeting.dropped_at.is_(None),
        Meeting.starts_at > now + TOO_LATE,
        Meeting.starts_at <= now + AHEAD,
        ~marked.exists(),
    )
    for who, meeting in db.session.execute(soon):
        yield who, f"{meeting.id}:{meeting.starts_at.isoformat()}", _moment(meeting)


def _meetings_moved(member_id: int | None) -> Found:
    """A meeting that somebody else has moved and that stands there still."""
    now = utcnow()
    query = _seated(member_id, Meeting, FeedLine).join(Meeting, Meeting.group_id == Seat.group_id)
    lines = query.join(FeedLine, FeedLine.group_id == Seat.group_id).where(
        FeedLine.kind == "meeting-moved",
        FeedLine.told_at > now - FRESH,
        FeedLine.membership_id.is_distinct_from(Seat.membership_id),
        Meeting.dropped_at.is_(None),
        Meeting.starts_at > now + TOO_LATE,
    )
    for who, meeting, line in db.session.execute(lines):
        to = datetime.fromisoformat(line.facts["at"])
        if (line.facts["number"], to) == (meeting.number, meeting.starts_at):
            yield who, f"{meeting.id}:{line.id}", _moment(meeting)


def _surveys_closing(member_id: int | None) -> Found:
    """A survey that ends soon and that one has not finished."""
    now = utcnow()
    query = (
        select(Membership.id, Window)
        .join(Window, Window.context_id == Membership.context_id)
        .outerjoin(Survey, Survey.membership_id == Membership.id)
        .where(Membership.is_learner, Membership.left_at.is_(None), Survey.done_at.is_(None))
        .where(Window.asks == SURVEY, Window.opens_at <= now, Window.closes_at > now)
        .where(Window.closes_at <= now + CLOSES_SOON)
    )
    for who, window in db.session.execute(_of(query, Membership.id, member_id)):
        day = window.last_day.isoformat()
        yield who, day, {"day": day}


def _signatures_waiting(member_id: int | None) -> Found:
    """The text of an agreement that others have left to be signed for some days."""
    now = utcnow()
    newest = select(func.max(Agreement.id)).group_by(Agreement.group_id)
    signed = select(Signature.id).where(
        Signature.agreement_id == Agreement.id, Signature.membership_id == Seat.membership_id
    )
    query = _seated(member_id, Agreement).join(Agreement, Agreement.group_id == Seat.group_id)
    waiting = query.where(
        Agreement.id.in_(newest),
        Agreement.written_at <= now - PATIENCE,
        Agreement.written_at > now - GIVES_UP,
        ~signed.exists(),
    )
    for who, agreement in db.session.execute(waiting):
        yield who, str(agreement.id), {}


def _help_asked(member_id: int | None) -> Found:
    """What somebody asks one for, until one has answered or let it pass."""
    author, asker, near = aliased(Membership), aliased(Seat), aliased(Seat)
    sits = (near.membership_id == Recipient.membership_id) & near.left_at.is_(None)
    beside = (
        select(asker.id)
        .join(near, near.group_id == asker.group_id)
        .where(asker.membership_id == Request.membership_id, asker.left_at.is_(None), sits)
    )
    query = (
        select(Recipient.membership_id, Recipient.id, Request.form_name)
        .join(Recipient.request)
        .join(author, author.id == Request.membership_id)
        .where(*still_waits(), author.left_at.is_(None))
        .where(Request.level.not_in(AMONG_MATES) | beside.exists())
    )
    for who, number, kind in db.session.execute(_of(query, Recipient.membership_id, member_id)):
        yield who, str(number), {"asked": kind}


REASONS: dict[str, Callable[[int | None], Found]] = {
    "asked": _help_asked,
    "meeting-moved": _meetings_moved,
    "meeting-soon": _meetings_soon,
    "signature": _signatures_waiting,
    "survey-closes": _surveys_closing,
}
"""In the order in which a reminder tells them."""


def _seated(member_id: int | None, *models: Any) -> Any:
    """Those who sit in published circles now and take no pause, with what a reason is about."""
    paused = select(Exit.id).where(
        Exit.membership_id == Seat.membership_id, Exit.ended_at.is_(None), Exit.kind == PAUSE
    )
    query = (
        select(Seat.membership_id, *models)
        .select_from(Seat)
        .join(Membership, Membership.id == Seat.membership_id)
        .join(PeerGroup, PeerGroup.id == Seat.group_id)
        .join(Grouping, Grouping.id == PeerGroup.grouping_id)
        .where(Grouping.state == "published", sits_here(), ~paused.exists())
    )
    return _of(query, Seat.membership_id, member_id)


def _of(query: Any, column: Any, member_id: int | None) -> Any:
    return query if member_id is None else query.where(column == member_id)


def _moment(meeting: Meeting) -> dict[str, Any]:
    at = meeting.starts_at.isoformat()
    return {"number": meeting.number, "at": at, "zone": meeting.zone}
