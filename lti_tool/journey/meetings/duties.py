"""What counts of meetings: taking part in each, and filing a note; for `journey.seated`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from lti_tool.db import db
from lti_tool.journey.circle.places import Place
from lti_tool.journey.meetings.models import Attendance, Meeting, MeetingNote
from lti_tool.journey.meetings.rota import rota
from lti_tool.programme.scoring import Duty

TIME_TO_MARK = timedelta(days=2)
TIME_TO_FILE = timedelta(days=7)
"""From the end of a meeting."""


def duties(places: Sequence[Place]) -> Iterator[tuple[int, Duty]]:
    """Each meeting of one's circle since one sits there; a meeting that moves is due later.

    Who sits alone or pauses is asked for none, and who was excused is not counted against.
    """
    meetings = _meetings({one.group_id for one in places})
    for place in places:
        for meeting in meetings[place.group_id].values():
            if place.holds_at(meeting.starts_at):
                yield place.member_id, _attendance(place, meeting)
                if _keeps_note(place, meeting):
                    yield place.member_id, _note(place, meeting)


@dataclass(slots=True)
class _Met:
    """What counts of a meeting: no word of it."""

    key: str
    number: int
    swaps: Mapping[str, int]
    starts_at: datetime
    minutes: int
    has_note: bool
    author_id: int | None
    excused: set[int] = field(default_factory=set)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def _attendance(place: Place, meeting: _Met) -> Duty:
    is_excused = place.member_id in meeting.excused
    return Duty("meeting", meeting.key, meeting.ends_at + TIME_TO_MARK, is_excused)


def _keeps_note(place: Place, meeting: _Met) -> bool:
    """The rota turns when somebody comes or goes: of meetings before that nobody knows who was."""
    roles = rota(place.people, meeting.number, meeting.swaps)
    return place.settled_at <= meeting.starts_at and roles["note_keeper"] == place.member_id


def _note(place: Place, meeting: _Met) -> Duty:
    """A note that somebody else has filed is not asked for any more."""
    is_excused = meeting.has_note and meeting.author_id != place.member_id
    return Duty("note", meeting.key, meeting.ends_at + TIME_TO_FILE, is_excused)


def _meetings(group_ids: set[int]) -> Mapping[int, dict[int, _Met]]:
    """The meetings of circles, by circle, with who was excused; one request."""
    excused = and_(Attendance.meeting_id == Meeting.id, Attendance.how == "excused")
    query = (
        select(Meeting.group_id, Meeting.id, Attendance.membership_id)
        .add_columns(Meeting.key, Meeting.number, Meeting.swaps)
        .add_columns(Meeting.starts_at, Meeting.minutes)
        .add_columns(MeetingNote.meeting_id.is_not(None), MeetingNote.author_id)
        .outerjoin(MeetingNote, MeetingNote.meeting_id == Meeting.id)
        .outerjoin(Attendance, excused)
        .where(Meeting.group_id.in_(group_ids), Meeting.dropped_at.is_(None))
    )
    found: defaultdict[int, dict[int, _Met]] = defaultdict(dict)
    for group, meeting, who, *facts in db.session.execute(query) if group_ids else ():
        met = found[group].setdefault(meeting, _Met(*facts))
        if who is not None:
            met.excused.add(who)
    return found
