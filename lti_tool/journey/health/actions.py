"""Answering the health check of a circle; the last answer has it counted and forgotten."""

from collections import Counter
from typing import Any

from sqlalchemy import update

from lti_tool.db import db, insert_missing, utcnow
from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.answers import settle
from lti_tool.forms.shelf import form
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.feed.actions import tell
from lti_tool.journey.health.models import HealthAnswer, HealthCheck
from lti_tool.journey.health.queries import answer_in, check_under_way, is_complete


def begin_check(at: Seated) -> None:
    """Have the circle check how it is doing; begun twice is begun once."""
    if check_under_way(at.group) is None:
        insert_missing(HealthCheck, group_id=at.group.id, begun_at=utcnow())
        tell(at.group, at.me, kind="health-begun")


def answer_check(at: Seated, values: dict[str, Any]) -> None:
    """Keep what a member chose, in place of what they chose before.

    Raises ChangedMeanwhile where the check was counted already, or none is under way.
    """
    check = check_under_way(at.group)
    if check is None:
        raise ChangedMeanwhile("no check is under way")
    kept = answer_in(check, at.me.id)
    if kept is None:
        kept = HealthAnswer(check_id=check.id, membership_id=at.me.id)
        check.answers.append(kept)
    kept.chosen = values
    settle()
    count_if_complete(at)


def count_if_complete(at: Seated) -> None:
    """Count a check that all have answered, and keep of each answer only that it was given.

    A page may ask for it as well: of two last answers at once, neither sees the other.
    """
    check = check_under_way(at.group)
    if check is None or not is_complete(check, at):
        return
    here = {one.id for one in at.people}
    chosen = [one.chosen for one in check.answers if one.membership_id in here]
    names = [one.name for one in form("health").fields]
    counts = {name: dict(Counter(one[name] for one in chosen if one.get(name))) for name in names}
    open_one = update(HealthCheck).filter_by(id=check.id, counted_at=None)
    db.session.execute(open_one.values(counts=counts, counted_at=utcnow()))
    forgotten = update(HealthAnswer).filter_by(check_id=check.id)
    db.session.execute(forgotten.values(chosen={}))
    db.session.expire_all()
