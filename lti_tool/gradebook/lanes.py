"""Who may send to which platform now: leases and pauses of lanes, for `sending`.

All scores of one registration at one host share a lane, whatever the course. One run at a time
holds it, in all processes, so that what a platform says about its limits holds for us all.
Every function is part of the caller's transaction.
"""

import random
from collections import defaultdict
from collections.abc import Container
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update

from lti_tool.courses.models import Context
from lti_tool.db import db, insert_missing, utcnow
from lti_tool.gradebook.models import Lane
from lti_tool.gradebook.outbox import free_claims
from lti_tool.gradebook.queries import courses_with_due_scores
from lti_tool.lti.platform import origin_of

LEASE = timedelta(seconds=60)
"""A run that has said nothing for so long has died."""
FIRST_REST, LONGEST_REST = 2.0, 6 * 3600.0
"""Seconds that a platform in trouble is left alone: doubled each time, for days if need be."""
LONGEST_WISH = 3600.0
"""Seconds that a platform may ask us to wait."""


def due_lanes(*, besides: Container[str]) -> dict[str, list[Context]]:
    """The courses that have scores to send, by the lane that leads there; open lanes only."""
    found: defaultdict[str, list[Context]] = defaultdict(list)
    for context in courses_with_due_scores():
        found[_name(context)].append(context)
    now = utcnow()
    closed = select(Lane.name).where(or_(Lane.held_until > now, Lane.rests_until > now))
    for name in db.session.scalars(closed):
        found.pop(name, None)
    return {name: contexts for name, contexts in found.items() if name not in besides}


def hold(name: str, holder: str, *, courses: list[int]) -> int | None:
    """Take a lane that nobody holds and that does not rest; gives its number of troubles.

    None when it cannot be had now. What a dead run held of these courses is free again.
    """
    insert_missing(Lane, name=name)
    now = utcnow()
    is_rested = or_(Lane.rests_until.is_(None), Lane.rests_until <= now)
    is_free = or_(Lane.held_until.is_(None), Lane.held_until <= now)
    troubles = _changed(
        Lane.name == name, is_rested, is_free, holder=holder, held_until=now + LEASE
    )
    if troubles is not None:
        free_claims(courses)
    return troubles


def keep(name: str, holder: str) -> bool:
    """Say that we are still there; False when another run has taken the lane meanwhile."""
    ours = (Lane.name == name, Lane.holder == holder)
    return _changed(*ours, held_until=utcnow() + LEASE) is not None


def let_go(name: str, holder: str, *, troubles: int, wish: float = 0.0) -> datetime | None:
    """Give a lane back; after trouble it rests. `wish` is the seconds that the platform asks for.

    Gives the time until which it rests.
    """
    rests_until = utcnow() + _rest(troubles, wish) if troubles else None
    free = {"holder": None, "held_until": None, "rests_until": rests_until}
    _changed(Lane.name == name, Lane.holder == holder, troubles=troubles, **free)
    return rests_until


def _name(context: Context) -> str:
    """Hosted platforms serve many schools, each at a host of its own, under one registration."""
    registration = context.deployment.registration
    origin = origin_of(context.line_items_url or registration.auth_token_url)
    return f"{registration.id} {origin}"


def _rest(troubles: int, wish: float) -> timedelta:
    seconds = min(FIRST_REST * 2 ** min(troubles - 1, 30), LONGEST_REST)
    return timedelta(seconds=max(random.uniform(seconds / 2, seconds), min(wish, LONGEST_WISH)))


def _changed(*which: ColumnElement[bool], **values: object) -> int | None:
    """Change a lane, if there is one; gives its number of troubles."""
    change = update(Lane).where(*which).values(values).returning(Lane.troubles)
    return db.session.scalars(change.execution_options(synchronize_session=False)).one_or_none()
