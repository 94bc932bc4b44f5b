"""Asking for answers to the survey: one's own, a course's for the engine, and counts for staff."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.survey.models import Survey, SurveySecret, Window


def window_of(context_id: int) -> Window | None:
    """When the survey of a course is open; None where there is no survey."""
    return db.session.get(Window, context_id)


def survey_of(membership: Membership) -> Survey | None:
    """A member's own answers, if they have begun."""
    query = select(Survey).filter_by(membership_id=membership.id)
    return db.session.scalars(query).one_or_none()


def secret_of(membership: Membership) -> Mapping[str, Any]:
    """A member's own answers that are deleted when circles stand; none where there are none."""
    found = db.session.get(SurveySecret, membership.id)
    return json.loads(found.answers) if found else {}


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
