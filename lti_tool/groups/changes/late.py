"""Seats for whoever joins when circles are published already, where staff want it so; a job.

Nobody else moves. The seat is in one of the smallest circles: where fewest rules break, then
where it suits best. Where all circles are full, staff are asked.
"""

import logging
from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.errors import PeerCirclesError
from lti_tool.groups.actions import judge_again, sit, take_turn
from lti_tool.groups.brief.queries import Brief, brief_of
from lti_tool.groups.facts import Facts
from lti_tool.groups.models import Grouping
from lti_tool.groups.queries import current, people_by_number, sitters_of
from lti_tool.programme.actions import score_course_again
from lti_tool.programme.models import Programme
from lti_tool.web.transaction import transaction

log = logging.getLogger(__name__)


def place_late_joiners() -> None:
    """Seat who sits nowhere, in every course whose staff want it; one course never stops others."""
    with transaction():
        wanted = _courses()
    for context_id in wanted:
        try:
            with transaction():
                _place(context_id)
        except PeerCirclesError as error:
            log.warning("late joiners of context %s: %s", context_id, error.reason)


def _courses() -> list[int]:
    published = select(Grouping.id).where(
        Grouping.context_id == Programme.context_id, Grouping.state == "published"
    )
    query = select(Programme.context_id).where(Programme.places_late_joiners, published.exists())
    return list(db.session.scalars(query))


def _place(context_id: int) -> None:
    published = current(context_id, "published")
    if published is None or not _waiting(context_id, published):
        return
    take_turn(context_id)
    brief = brief_of(context_id)
    for member in _waiting(context_id, published):
        number = best_seat(brief, people_by_number(published), str(member.id))
        if number is not None:
            sit(published, member, number)
            judge_again(published, (number,))
            score_course_again(context_id)


def _waiting(context_id: int, published: Grouping) -> list[Membership]:
    seated = {int(one) for people in people_by_number(published).values() for one in people}
    return [one for one in sitters_of(context_id) if one.id not in seated]


def best_seat(brief: Brief, circles: dict[int, tuple[str, ...]], member: str) -> int | None:
    """The circle that somebody suits best; None where all are full."""
    facts = Facts(brief.people, brief.rules, brief.weights)

    def rank(number: int) -> tuple[Any, ...]:
        after = facts.of((*circles[number], member))
        size = len(circles[number])
        return len(after.broken), -(after.quality or 0), size, number

    free = [one for one, people in circles.items() if len(people) < brief.rules.maximum]
    smallest = min((len(circles[one]) for one in free), default=0)
    near = [one for one in free if len(circles[one]) == smallest]
    return min(near, key=rank, default=None)
