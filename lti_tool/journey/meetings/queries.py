"""Asking for the meetings of a circle: the series, the next one, those that were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.meetings.agendas import Slot, lay_out, load_agendas
from lti_tool.journey.meetings.models import (
    Attendance,
    CalendarFeed,
    Card,
    Meeting,
    MeetingNote,
    Promise,
    Series,
)
from lti_tool.journey.meetings.rota import is_drifting, rota
from lti_tool.lti.state import fingerprint
from lti_tool.web.config import config_dirs

OPENS_BEFORE = timedelta(minutes=15)
"""So long before its start a meeting is the next thing to do."""
LOOKS_BACK = timedelta(days=14)
"""So long after its end a mark may be corrected and a note is asked for."""


@dataclass(frozen=True)
class Around:
    """A circle's meetings around now: those of the last two weeks, and all to come."""

    meetings: Sequence[Meeting]

    @property
    def next(self) -> Meeting | None:
        """The meeting that runs or comes next."""
        now = utcnow()
        return next((one for one in self.meetings if one.ends_at > now), None)

    @property
    def running(self) -> Meeting | None:
        """The meeting that has begun, or begins in a quarter of an hour."""
        return self.next if self.next and self.next.starts_at - OPENS_BEFORE <= utcnow() else None

    @property
    def last(self) -> Meeting | None:
        """The last meeting that is over."""
        over = [one for one in self.meetings if one.ends_at <= utcnow()]
        return over[-1] if over else None

    @property
    def is_drifting(self) -> bool:
        """Whether the last two moves came in a row, up to the next meeting."""
        upto = [one for one in self.meetings if self.next and one.number <= self.next.number]
        return is_drifting([one.moves for one in upto])


@dataclass(frozen=True)
class MeetingStatus:
    """What staff may know: how many notes are filed, and when the next meeting begins.

    `held`: meetings with a note, or with somebody who took part; `over`: all that are behind.
    """

    notes: int
    next_at: datetime | None
    held: int = 0
    over: int = 0


def series_of(group: PeerGroup) -> Series | None:
    """How a circle meets, once it has decided."""
    return db.session.get(Series, group.id)


def meetings_of(group: PeerGroup) -> list[Meeting]:
    """All meetings of a circle in their order, with marks and notes."""
    query = (
        select(Meeting)
        .options(selectinload(Meeting.attendances), selectinload(Meeting.note))
        .where(Meeting.group_id == group.id, Meeting.dropped_at.is_(None))
        .order_by(Meeting.starts_at)
    )
    return list(db.session.scalars(query))


def meetings_around(group: PeerGroup) -> Around:
    """The meetings of the last two weeks and those to come, in one request."""
    query = (
        select(Meeting)
        .options(joinedload(Meeting.attendances), joinedload(Meeting.note))
        .where(Meeting.group_id == group.id, Meeting.dropped_at.is_(None))
        .where(Meeting.starts_at > utcnow() - LOOKS_BACK)
        .order_by(Meeting.starts_at)
    )
    return Around(list(db.session.scalars(query).unique()))


def meeting_of(at: Seated, key: str) -> Meeting:
    """A meeting of the reader's own circle by its key; raises NotHere."""
    query = (
        select(Meeting)
        .options(joinedload(Meeting.attendances), joinedload(Meeting.note))
        .where(Meeting.group_id == at.group.id, Meeting.key == key)
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotHere("no such meeting of this circle")
    return found


def meeting_statuses(group_ids: Iterable[int]) -> dict[int, MeetingStatus]:
    """How circles meet, by circle, for staff; one request for any number of them."""
    now = utcnow()
    ahead = case((Meeting.starts_at > now, Meeting.starts_at))
    came = select(Attendance.id).where(
        Attendance.meeting_id == Meeting.id, Attendance.how != "excused"
    )
    held = case((or_(MeetingNote.meeting_id.is_not(None), came.exists()), 1))
    over = case((Meeting.starts_at <= now, 1))
    query = (
        select(Meeting.group_id, func.count(MeetingNote.meeting_id), func.min(ahead))
        .add_columns(func.count(held), func.count(over))
        .outerjoin(MeetingNote, MeetingNote.meeting_id == Meeting.id)
        .where(Meeting.group_id.in_(list(group_ids)), Meeting.dropped_at.is_(None))
        .group_by(Meeting.group_id)
    )
    return {group: MeetingStatus(*facts) for group, *facts in db.session.execute(query)}


def stage_of(meeting: Meeting) -> str:
    """Where a meeting stands: `ahead`, `running` from a quarter of an hour before, or `over`."""
    now = utcnow()
    if meeting.ends_at <= now:
        return "over"
    return "running" if meeting.starts_at - OPENS_BEFORE <= now else "ahead"


def agenda_slots(meeting: Meeting, people: int) -> list[Slot]:
    """The agenda of a meeting, laid out over its minutes; one that is gone gives way to another."""
    agendas = load_agendas(config_dirs())
    agenda = agendas.get(meeting.agenda) or next(iter(agendas.values()))
    return lay_out(agenda, meeting.starts_at, meeting.minutes, people=people)


def roles_in(at: Seated, meeting: Meeting) -> dict[str, Membership]:
    """Who has which role, among those who sit here now."""
    people = {one.id: one for one in at.people}
    roles = rota(list(people), meeting.number, meeting.swaps)
    return {role: people[who] for role, who in roles.items()}


def keeps_marks(at: Seated, meeting: Meeting) -> bool:
    """Whether a member may note who took part: the note keeper, or who filed the note; in time."""
    is_author = meeting.note is not None and meeting.note.author_id == at.me.id
    keeper = roles_in(at, meeting).get("note_keeper")
    in_time = meeting.starts_at <= utcnow() <= meeting.ends_at + LOOKS_BACK
    return in_time and (is_author or (keeper is not None and keeper.id == at.me.id))


def marks_apart(member_ids: Sequence[int]) -> list[tuple[Membership, Meeting, Attendance]]:
    """Where what these members say of a meeting and what was noted of them differ."""
    query = (
        select(Membership, Meeting, Attendance)
        .join(Attendance, Attendance.membership_id == Membership.id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .options(joinedload(Membership.user))
        .where(Membership.id.in_(member_ids), Attendance.noted.is_not(None))
        .where(Meeting.dropped_at.is_(None))
        .order_by(Meeting.number, Membership.id)
    )
    found = db.session.execute(query).all() if member_ids else ()
    return [(who, meeting, mark) for who, meeting, mark in found if mark.differs]


def cards_of(at: Seated, meeting: Meeting) -> dict[int, Card]:
    """What those who sit here bring to a meeting, by membership."""
    people = [one.id for one in at.people]
    query = select(Card).where(Card.membership_id.in_(people), Card.key == meeting.key)
    return {one.membership_id: one for one in db.session.scalars(query)}


def promises_in(meeting: Meeting) -> list[Promise]:
    """The promises of a meeting, in the order of its note."""
    query = (
        select(Promise)
        .options(joinedload(Promise.owner).joinedload(Membership.user))
        .options(joinedload(Promise.meeting))
        .filter_by(meeting_id=meeting.id)
        .order_by(Promise.position, Promise.id)
    )
    return list(db.session.scalars(query))


def promises_of(member: Membership) -> list[Promise]:
    """A member's own promises: all that are open, and what was settled in the last two weeks."""
    lately = utcnow() - LOOKS_BACK
    query = (
        select(Promise)
        .options(joinedload(Promise.meeting))
        .where(Promise.membership_id == member.id)
        .where(Promise.settled_at.is_(None) | (Promise.settled_at > lately))
        .order_by(Promise.settled_at.is_not(None), Promise.by_when, Promise.id)
    )
    return list(db.session.scalars(query))


def promise_of(member: Membership, promise_id: int) -> Promise:
    """A member's own promise; raises NotHere for anybody else's."""
    query = select(Promise).filter_by(id=promise_id, membership_id=member.id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotHere("no such promise of this member")
    return found


def follower(secret: str) -> Membership | None:
    """Whose calendar address this is; None for an old one or an invented one."""
    query = (
        select(Membership)
        .join(CalendarFeed, CalendarFeed.membership_id == Membership.id)
        .where(CalendarFeed.hash == fingerprint(secret), Membership.left_at.is_(None))
    )
    return db.session.scalars(query).one_or_none()
