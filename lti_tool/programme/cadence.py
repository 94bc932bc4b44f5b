"""What staff ask for by its number: looking back every few weeks, and lessons; for `app`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.programme.models import Grading
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.scoring import Duty

MOST = 30
USUAL = (Duty("reflection"),)
"""Once, from the start."""


def duties(members: Sequence[Membership]) -> Iterator[tuple[int, Duty]]:
    """One reflection from the start, or one for each few weeks that end; so many lessons."""
    asked = _asked({one.context_id for one in members})
    for one in members:
        for duty in asked.get(one.context_id, USUAL):
            yield one.id, duty


def _asked(context_ids: set[int]) -> dict[int, list[Duty]]:
    """What staff ask for in courses where they have chosen it; one request."""
    query = (
        select(Grading.context_id, Grading.looks_back, Grading.lessons, Outline.weeks)
        .add_columns(Outline.starts_on, Outline.ends_on, Context.ends_on.label("told"))
        .join(Context, Context.id == Grading.context_id)
        .outerjoin(Outline, Outline.context_id == Grading.context_id)
        .where(Grading.context_id.in_(context_ids))
    )
    return {row.context_id: _duties(row) for row in db.session.execute(query)}


def _duties(row: Any) -> list[Duty]:
    has_days = row.looks_back and row.starts_on
    back = [Duty("reflection", due_at=day) for day in _every(row)] if has_days else USUAL
    return [*back, *(Duty("lesson") for _ in range(row.lessons))]


def _every(row: Any) -> Iterator[datetime]:
    ends_on: date = row.ends_on or row.told or row.starts_on + timedelta(weeks=row.weeks)
    for number in range(1, MOST):
        day = row.starts_on + timedelta(weeks=row.looks_back * number)
        if day > ends_on and number > 1:
            return
        yield datetime.combine(day, time.max, UTC)
