"""Asking for the facts of a certificate: days, minutes, notes and lessons, no word of anybody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.journey.lessons.queries import all_lessons, lessons_done
from lti_tool.journey.lessons.shelf import Lesson
from lti_tool.journey.meetings.models import TOOK_PART, Attendance, Meeting, MeetingNote
from lti_tool.programme.outline.extras import LESSONS
from lti_tool.programme.outline.queries import used_in


@dataclass(frozen=True)
class Facts:
    """What one member did in the meetings of their circles; `days` are empty before the first."""

    meetings: int
    minutes: int
    notes: int
    days: tuple[date, date] | None


def facts_of(member: Membership) -> Facts:
    """The meetings that a member took part in, by their own marks, and the notes they kept."""
    query = (
        select(func.count(), func.coalesce(func.sum(Meeting.minutes), 0))
        .add_columns(func.min(Meeting.starts_at), func.max(Meeting.starts_at))
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.membership_id == member.id, Attendance.how.in_(TOOK_PART))
        .where(Meeting.dropped_at.is_(None), Meeting.starts_at <= utcnow())
    )
    count, minutes, first, last = db.session.execute(query).one()
    days = (first.date(), last.date()) if count else None
    return Facts(count, minutes, _notes_by(member), days)


def practised_by(member: Membership) -> list[Lesson]:
    """The lessons that a member has done, in their order; none where the course does without."""
    if LESSONS not in used_in(member.context_id):
        return []
    done = lessons_done(member)
    return [one for name, one in all_lessons().items() if name in done]


def _notes_by(member: Membership) -> int:
    query = select(func.count()).select_from(MeetingNote).filter_by(author_id=member.id)
    return db.session.scalar(query) or 0
