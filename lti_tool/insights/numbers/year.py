"""A year of one teacher's courses in counts, for one sheet of paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.insights.numbers.hiding import FEWEST
from lti_tool.insights.numbers.taking_part import Course, course_of
from lti_tool.programme.outline.models import Outline

YEAR = timedelta(days=365)
MOST_COURSES = 20
TOLD = ("met", "half", "end")
"""Stages that a line of the report tells, after how many were invited."""


@dataclass(frozen=True)
class Year:
    """The courses whose programme was opened in the year up to a day, the oldest first."""

    since: date
    until: date
    courses: tuple[Course, ...]

    def all(self, stage: str) -> int:
        """How many came as far as this, in all courses."""
        return sum(one.stage(stage) for one in self.courses)

    @property
    def held(self) -> int:
        """Meetings that took place."""
        return sum(one.held for one in self.courses)

    @property
    def due(self) -> int:
        """Meetings that were planned up to now."""
        return sum(one.due for one in self.courses)


def year_of(reader: Membership, *, until: date) -> Year:
    """The year of somebody who is staff in these courses; courses of very few are left out."""
    since = until - YEAR
    found = (course_of(one) for one in _courses(reader, since))
    return Year(since, until, tuple(one for one in found if one.stage("invited") >= FEWEST))


def _courses(reader: Membership, since: date) -> Iterator[Context]:
    """The newest ones, in the order in which they were opened."""
    query = (
        select(Context)
        .join(Outline, Outline.context_id == Context.id)
        .join(Membership, Membership.context_id == Context.id)
        .where(Membership.user_id == reader.user_id, Membership.is_staff)
        .where(Membership.left_at.is_(None))
        .where(Outline.opened_at >= datetime.combine(since, time(), UTC))
        .order_by(Outline.opened_at.desc(), Context.id.desc())
        .limit(MOST_COURSES)
    )
    yield from reversed(db.session.scalars(query).all())
