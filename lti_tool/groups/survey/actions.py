"""Answering the survey, opening its window, and deleting what was for the circles alone."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import SurveyClosed
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.kinds import is_blank
from lti_tool.groups.models import Grouping
from lti_tool.groups.survey.models import KEY, SURVEY, Survey, SurveySecret, Window
from lti_tool.groups.survey.queries import (
    secret_names,
    secret_of,
    survey_form,
    survey_of,
    window_of,
)
from lti_tool.groups.survey.words import may_change_always
from lti_tool.programme.actions import record, score_course_again

ITEM = "survey"
KEPT_AT_MOST = timedelta(days=90)
"""After the window, where no circles were ever published."""


def save_answers(membership: Membership, values: dict[str, Any], *, seen: int) -> Survey:
    """Keep the answers of one page beside the others.

    What the circle may know can be changed at any time. Raises SurveyClosed for anything else
    outside the window, ChangedMeanwhile when another version stands by now.
    """
    if not may_change_always(survey_form(), values):
        _expect_open(membership.context_id)
    kept = survey_of(membership)
    expect_version(kept, seen)
    if kept is None:
        kept = Survey(membership_id=membership.id, key=KEY, answers={})
        db.session.add(kept)
    hidden = secret_names()
    plain = {name: value for name, value in values.items() if name not in hidden}
    with db.session.no_autoflush:
        _keep_secret(membership, {name: values[name] for name in values if name in hidden})
        kept.keep(survey_form(), {**kept.answers, **plain})
    settle()
    return kept


def finish_survey(kept: Survey, membership: Membership) -> None:
    """Count the survey as done, while it is open; done once is done."""
    window = window_of(membership.context_id)
    if window is not None and window.is_open and kept.done_at is None:
        kept.done_at = utcnow()
        record(membership, ITEM)


def open_window(
    context_id: int,
    *,
    closes_at: datetime,
    opens_at: datetime | None = None,
    leaves_out: Iterable[str] = (),
    asks: str = SURVEY,
) -> None:
    """Have members asked, from now unless it says when; what is open already gets a new end."""
    window = db.session.get(Window, context_id)
    if window is None:
        window = Window(context_id=context_id, opens_at=utcnow(), closes_at=closes_at)
        db.session.add(window)
    elif window.is_over or window.asks != asks:
        window.opens_at = utcnow()
    window.closes_at, window.leaves_out, window.asks = closes_at, list(leaves_out), asks
    window.opens_at = opens_at or window.opens_at
    score_course_again(context_id)


def take_window_away(context_id: int) -> None:
    """End now what members are asked; what was answered stays as long as it is needed."""
    window = db.session.get(Window, context_id)
    if window is not None and not window.is_over:
        window.opens_at, window.closes_at = min(window.opens_at, utcnow()), utcnow()
        score_course_again(context_id)


def forget_secrets() -> None:
    """Delete what was for the circles alone wherever circles of this window stand by now.

    Where none were published it is deleted KEPT_AT_MOST after the window. May run twice.
    """
    now = utcnow()
    stands = and_(
        Grouping.context_id == Window.context_id,
        Grouping.state == "published",
        Grouping.published_at >= Window.opens_at,
    )
    is_over = or_(
        Window.closes_at <= now - KEPT_AT_MOST, select(Grouping.id).where(stands).exists()
    )
    contexts = select(Window.context_id).where(Window.closes_at <= now, is_over)
    people = select(Membership.id).where(Membership.context_id.in_(contexts))
    db.session.execute(delete(SurveySecret).where(SurveySecret.membership_id.in_(people)))


def _expect_open(context_id: int) -> None:
    window = window_of(context_id)
    if window is None or not window.is_open:
        raise SurveyClosed("outside the window")


def _keep_secret(membership: Membership, values: dict[str, Any]) -> None:
    """A row is there only while something is in it."""
    said = {**secret_of(membership), **values}
    said = {name: value for name, value in said.items() if not is_blank(value)}
    found = db.session.get(SurveySecret, membership.id)
    if found and not said:
        db.session.delete(found)
    elif found:
        found.answers = json.dumps(said)
    elif said:
        db.session.add(SurveySecret(membership_id=membership.id, answers=json.dumps(said)))
