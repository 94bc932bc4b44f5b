"""Asking for the outline of a course's programme; any later step may."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.forms.definition import Words
from lti_tool.programme.outline.dates import Calendar, calendar
from lti_tool.programme.outline.extras import items_without, others
from lti_tool.programme.outline.kinds import Kind, load_kinds, load_objectives
from lti_tool.programme.outline.models import Outline
from lti_tool.web.config import config_dirs


def find_outline(context_id: int) -> Outline | None:
    """The row of a course, if its staff came in before."""
    return db.session.scalars(select(Outline).filter_by(context_id=context_id)).one_or_none()


def outline_of(context_id: int) -> Outline:
    """What is set for a course; good defaults, not kept, where nobody has chosen anything."""
    return find_outline(context_id) or fresh(context_id)


def used_in(context_id: int) -> frozenset[str]:
    """The extras that members of a course find: all, where nobody has chosen anything."""
    query = select(Outline.without).filter_by(context_id=context_id)
    return frozenset(others(db.session.scalar(query) or ()))


def items_unused(context_id: int) -> frozenset[str]:
    """The keys of items that nobody in a course is asked for, because it does without them."""
    return items_without(others(used_in(context_id)))


def fresh(context_id: int) -> Outline:
    """An outline as it is made by itself; nothing is kept."""
    defaults = {
        one.name: one.default for one in Outline.__table__.columns if one.default is not None
    }
    values = {name: one.arg(None) if one.is_callable else one.arg for name, one in defaults.items()}
    return Outline(context_id=context_id, **values)


def kinds() -> Mapping[str, Kind]:
    """The kinds of this institution by name; raises FormWrong."""
    return load_kinds(config_dirs())


def kind_of(outline: Outline) -> Kind:
    """The kind of a programme; the first one where the institution has it no longer."""
    known = kinds()
    return known.get(outline.kind) or next(iter(known.values()))


def objectives() -> Mapping[str, Words]:
    """What a programme can be for in this institution; raises FormWrong."""
    return load_objectives(config_dirs())


def usual_series(context: Context, *, today: date) -> dict[str, Any]:
    """What a first plan of meetings begins with, by field of the form `meetings`.

    Nothing where staff have set nothing up.
    """
    outline = find_outline(context.id)
    if outline is None:
        return {}
    days = calendar_of(outline, context, today=today, asks=False)
    ahead = [one for one in days.meetings if one >= today]
    return {
        "rhythm": outline.rhythm,
        "minutes": outline.minutes,
        "agenda": kind_of(outline).agenda,
        "count": len(ahead),
    }


def calendar_of(outline: Outline, context: Context, *, today: date, asks: date | bool) -> Calendar:
    """The days of a programme; where staff did not choose them, those that the platform told.

    `asks` is the last day to answer, or whether members are asked at all. A course that has
    begun already does not begin in the past: the programme does so today.
    """
    told = context.begins_on if context.begins_on and context.begins_on > today else today
    starts = outline.starts_on or told
    known = outline.ends_on or context.ends_on
    is_open = known is None or known <= starts
    ends = starts + timedelta(weeks=outline.weeks) if known is None or is_open else known
    until = starts + timedelta(days=outline.survey_days) if asks is True else asks or None
    return calendar(starts, ends, asked_until=until, rhythm=outline.rhythm, is_open_end=is_open)
