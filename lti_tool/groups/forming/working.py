"""The search itself, for the worker: claim, search without a transaction, keep. May run twice.

NumPy is loaded when the first search begins, so a page may import what lies beside this.

Whatever line the process dies at, the row stands open and is taken up again when its claim runs
out; the seed is in the row, so the second search gives what the first would have. Whoever keeps
first has kept: the other finds the row ended.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import or_, update

from lti_tool.db import db, utcnow
from lti_tool.groups import matching
from lti_tool.groups.actions import Drafted, keep_draft, take_turn
from lti_tool.groups.brief.queries import Brief, brief_of, is_private
from lti_tool.groups.circles import numbered
from lti_tool.groups.forming.actions import drafted
from lti_tool.groups.forming.models import (
    FAILED,
    FORMED,
    IMPOSSIBLE,
    REPAIR,
    REST,
    STOPPED,
    Forming,
)
from lti_tool.groups.forming.queries import due_formings
from lti_tool.groups.matching import ImpossibleSizes, Proposal, Swap
from lti_tool.groups.models import ANOTHER, Grouping
from lti_tool.groups.queries import current, exits_in, locked_numbers, people_by_number, sitters_of
from lti_tool.web.transaction import transaction

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
"""Renewed with every word of progress; a dead worker's search is taken up again after that."""
MOST_TRIES = 3
TELL_EVERY = 0.5
"""Seconds between two words of progress."""


@dataclass(frozen=True)
class Task:
    """What to search for, free of any transaction; `circles` are those it begins with."""

    forming_id: int
    context_id: int
    kind: str
    seed: int
    brief: Brief
    circles: dict[int, tuple[str, ...]]
    locked: frozenset[int]


@dataclass
class Progress:
    """Tells the page how far the search is, and the search when it should end."""

    forming_id: int
    _told_at: float = field(default=float("-inf"))

    def __call__(self, done: int, total: int, best: float) -> bool:
        """True when somebody asked to stop, or the row has ended; renews the claim."""
        if monotonic() - self._told_at < TELL_EVERY:
            return False
        self._told_at = monotonic()
        row = update(Forming).where(Forming.id == self.forming_id, Forming.ended_at.is_(None))
        told = row.values(done=done, total=total, claimed_until=utcnow() + CLAIM)
        with transaction():
            stopping = db.session.scalar(told.returning(Forming.is_stopping))
        return stopping is None or stopping


def form_due() -> int:
    """Form the circles that wait for it; gives the number of searches."""
    with transaction():
        due = due_formings()
    return sum(_form_claimed(forming_id) for forming_id in due)


def _form_claimed(forming_id: int) -> int:
    """Search unless another worker just took it; one course never stops the others."""
    if not _claim(forming_id):
        return 0
    try:
        task = _task(forming_id)
        _keep(task, _search(task))
    except ImpossibleSizes as impossible:
        _end(forming_id, IMPOSSIBLE, said=str(impossible))
    except Exception as error:
        db.session.rollback()
        log.error("forming %s: %s", forming_id, type(error).__name__)
        log.debug("forming %s", forming_id, exc_info=error)
        _end(forming_id, FAILED)
    return 1


def _claim(forming_id: int) -> bool:
    """Take it, unless it is taken or was taken too often by workers that died."""
    free = or_(Forming.claimed_until.is_(None), Forming.claimed_until <= utcnow())
    row = update(Forming).where(Forming.id == forming_id, Forming.ended_at.is_(None), free)
    taken = row.values(claimed_until=utcnow() + CLAIM, tries=Forming.tries + 1)
    with transaction():
        tries = db.session.scalar(taken.returning(Forming.tries))
    if tries is not None and tries > MOST_TRIES:
        _end(forming_id, FAILED)
        return False
    return tries is not None


def _task(forming_id: int) -> Task:
    with transaction():
        row = db.session.get_one(Forming, forming_id)
        begin = _begin(row)
        circles = people_by_number(begin) if begin else {}
        locked = locked_numbers(begin) if begin else frozenset()
        return Task(
            forming_id=row.id,
            context_id=row.context_id,
            kind=row.kind,
            seed=row.seed,
            brief=_brief(row, circles, locked),
            circles=circles,
            locked=locked,
        )


def _begin(row: Forming) -> Grouping | None:
    """The grouping that a search begins with, if it does not begin anew."""
    if row.kind == REPAIR:
        return current(row.context_id, "published")
    if row.kind == REST:
        draft = current(row.context_id, "draft")
        return draft or current(row.context_id, "published")
    return None


def _brief(row: Forming, circles: dict[int, tuple[str, ...]], locked: frozenset[int]) -> Brief:
    brief = brief_of(row.context_id, size=row.size)
    held = [people for number, people in circles.items() if number in locked]
    if row.kind != REPAIR:
        return brief.with_circles(locked=held)
    free = [people for number, people in circles.items() if number not in locked]
    asking = {str(one) for one, found in exits_in(row.context_id).items() if found.kind == ANOTHER}
    return _apart_from_mates(brief.with_circles(locked=held, present=free), asking)


def _apart_from_mates(brief: Brief, asking: set[str]) -> Brief:
    """Whoever asks for another circle comes to none of those they sit with now."""
    pairs = [
        (one, mate)
        for people in brief.rules.present
        for one in people
        for mate in people
        if one in asking and mate != one
    ]
    present = [tuple(one for one in people if one not in asking) for people in brief.rules.present]
    rules = brief.rules._replace(apart=(*brief.rules.apart, *pairs), present=tuple(present))
    return replace(brief, rules=rules)


def _search(task: Task) -> Proposal:
    brief = task.brief
    return matching.form(
        brief.people,
        brief.rules,
        weights=brief.weights,
        seed=task.seed,
        tick=Progress(task.forming_id),
    )


def _keep(task: Task, proposal: Proposal) -> None:
    """Make the draft of what was found, for those who are still here."""
    with transaction():
        take_turn(task.context_id)
        row = db.session.get_one(Forming, task.forming_id, with_for_update=True)
        if row.ended_at is not None:
            return
        here = {str(one.id) for one in sitters_of(task.context_id)}
        asked = set(task.brief.people.ids)
        draft = keep_draft(
            task.context_id, _circles(task, proposal, here), **_columns(row, proposal)
        )
        row.grouping_id, row.joined, row.left = draft.id, len(here - asked), len(asked - here)
        row.outcome = STOPPED if proposal.stopped else FORMED
        row.ended_at, row.done = utcnow(), row.total


def _columns(row: Forming, proposal: Proposal) -> dict[str, Any]:
    published = current(row.context_id, "published") if row.kind == REPAIR else None
    return {
        "size": row.size,
        "seed": row.seed,
        "unkept": sum(is_private(one) for one in proposal.broken),
        "origin": "repair" if published else "search",
        "repairs_id": published.id if published else None,
    }


def _circles(task: Task, proposal: Proposal, here: set[str]) -> dict[int, Drafted]:
    """The circles by number, with their facts; a search that keeps circles keeps their numbers."""
    swaps = {circle.members: circle.swap for circle in proposal.circles}
    groups = numbered(proposal.groups, task.circles)
    kept = [[one for one in group if one in here] for group in groups.values()]
    made = {}
    for (number, group), one in zip(groups.items(), drafted(task.brief, kept), strict=True):
        more = {"swap": _swap(swaps[tuple(group)]), "is_locked": number in task.locked}
        made[number] = Drafted(one.members, {**one.values, **more})
    return made


def _swap(swap: Swap | None) -> dict[str, str] | None:
    return {"leaves": swap.leaves, "joins": swap.joins} if swap else None


def _end(forming_id: int, outcome: str, *, said: str = "") -> None:
    row = update(Forming).where(Forming.id == forming_id, Forming.ended_at.is_(None))
    with transaction():
        db.session.execute(row.values(ended_at=utcnow(), outcome=outcome, said=said))
