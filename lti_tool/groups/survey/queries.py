"""Asking for answers to the survey: one's own, a course's for the engine, and counts for staff."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, or_, select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.definition import Audience, Form, Page
from lti_tool.forms.shelf import form
from lti_tool.groups.survey.models import SURVEY, WEST, Survey, SurveySecret, Window


@dataclass(frozen=True)
class Counts:
    """For staff: how many have answered, have begun, and are in the course. Never who said what."""

    done: int
    begun: int
    all: int


def survey_form() -> Form:
    """The form `survey` of this institution."""
    return form("survey")


def asked_form(context_id: int) -> Form:
    """The survey as a course asks it: without what is left out, and pages that are then empty."""
    whole, window = survey_form(), window_of(context_id)
    left_out = set(window.leaves_out) if window else set()
    fields = tuple(one for one in whole.fields if one.name not in left_out)
    pages = (_without(one, left_out) for one in whole.pages)
    return replace(whole, fields=fields, pages=tuple(one for one in pages if one.fields))


def secret_names() -> frozenset[str]:
    """The fields that are deleted when circles stand."""
    return frozenset(one.name for one in survey_form().fields if one.audience is Audience.ONCE)


def window_of(context_id: int, *, asks: str = SURVEY) -> Window | None:
    """When the survey of a course is open, or seats may be chosen; None where that is not asked."""
    found = db.session.get(Window, context_id)
    return found if found and found.asks == asks else None


def end_of(day: date) -> datetime:
    """The end of a day wherever it ends last, so that nobody finds it closed on that day."""
    return datetime.combine(day, time(23, 59), WEST)


def survey_of(membership: Membership) -> Survey | None:
    """A member's own answers, if they have begun."""
    query = select(Survey).filter_by(membership_id=membership.id)
    return db.session.scalars(query).one_or_none()


def secret_of(membership: Membership) -> Mapping[str, Any]:
    """A member's own answers that are deleted when circles stand; none where there are none."""
    found = db.session.get(SurveySecret, membership.id)
    return json.loads(found.answers) if found else {}


def asks(membership: Membership) -> Select[str]:
    """The same as a question to the database, for pages that ask several at once."""
    now = utcnow()
    return (
        select(Window.asks)
        .outerjoin(Survey, Survey.membership_id == membership.id)
        .where(Window.context_id == membership.context_id)
        .where(Window.opens_at <= now, Window.closes_at > now)
        .where(or_(Window.asks != SURVEY, Survey.done_at.is_(None)))
    )


def asked_now(context_id: int) -> tuple[Window, Counts] | None:
    """The survey that is open in a course, and how many have answered it; None where none is."""
    window = window_of(context_id)
    return (window, counts_in(context_id)) if window and window.is_open else None


def counts_in(context_id: int) -> Counts:
    """How many of those who take part now have answered."""
    query = (
        select(func.count(Survey.done_at), func.count(Survey.id), func.count())
        .select_from(Membership)
        .outerjoin(Survey, Survey.membership_id == Membership.id)
        .where(Membership.context_id == context_id, Membership.is_learner)
        .where(Membership.left_at.is_(None))
    )
    done, started, everybody = db.session.execute(query).one()
    return Counts(done, started - done, everybody)


def answers_in(context_id: int) -> dict[int, dict[str, Any]]:
    """All answers of a course by membership id, the secret ones too: for `groups.brief` alone.

    They are private: no page may show them, nor anything from which one of them follows.
    """
    plain = select(Survey.membership_id, Survey.answers)
    secret = select(SurveySecret.membership_id, SurveySecret.answers)
    found = {one: dict(answers) for one, answers in _of(plain, Survey, context_id)}
    for one, sealed in _of(secret, SurveySecret, context_id):
        found.setdefault(one, {}).update(json.loads(sealed))
    return found


def _of(query: Any, model: Any, context_id: int) -> Any:
    joined = query.join(Membership, Membership.id == model.membership_id)
    return db.session.execute(joined.where(Membership.context_id == context_id))


def _without(page: Page, names: set[str]) -> Page:
    return replace(page, fields=tuple(one for one in page.fields if one not in names))
