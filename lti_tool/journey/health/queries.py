"""Asking how the health check of a circle stands, and what it counted."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lti_tool.db import db
from lti_tool.forms.shelf import form
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.health.models import HealthAnswer, HealthCheck
from lti_tool.web.languages import chosen_language

FEWEST = 3
"""Of one or two, a count would be somebody's answer."""


@dataclass(frozen=True)
class Share:
    """How many of a circle chose one line."""

    label: str
    count: int
    part: float


@dataclass(frozen=True)
class Counted:
    """What a circle answered to one question, line by line."""

    label: str
    shares: tuple[Share, ...]


def check_under_way(group: PeerGroup) -> HealthCheck | None:
    """The check that a circle answers now, if there is one."""
    return _newest(group, is_counted=False)


def last_counted(group: PeerGroup) -> HealthCheck | None:
    """The last check that was counted."""
    return _newest(group, is_counted=True)


def answer_in(check: HealthCheck | None, membership_id: int) -> HealthAnswer | None:
    """What a member answered in a check, if they did."""
    answers = check.answers if check else []
    return next((one for one in answers if one.membership_id == membership_id), None)


def is_complete(check: HealthCheck, at: Seated) -> bool:
    """Whether everybody who sits here now has answered, and they are not too few to be counted."""
    answered = {one.membership_id for one in check.answers}
    here = {one.id for one in at.people}
    return len(here) >= FEWEST and here <= answered


def counted(check: HealthCheck) -> list[Counted]:
    """A check in words, in the order of the form; questions that it has no more are left out."""
    language, counts = chosen_language(), check.counts or {}
    return [
        Counted(
            field.label.speak(language),
            tuple(
                Share(one.label.speak(language), number, number / (sum(chosen.values()) or 1))
                for one in field.options
                for number in [chosen.get(one.value, 0)]
            ),
        )
        for field in form("health").fields
        if (chosen := counts.get(field.name))
    ]


def _newest(group: PeerGroup, *, is_counted: bool) -> HealthCheck | None:
    ended = HealthCheck.counted_at
    query = (
        select(HealthCheck)
        .filter_by(group_id=group.id)
        .where(ended.is_not(None) if is_counted else ended.is_(None))
        .options(selectinload(HealthCheck.answers))
        .order_by(HealthCheck.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()
