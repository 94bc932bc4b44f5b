"""Asking for circles: from a hat at once, or by a search that a worker does; stopping it."""

from collections.abc import Iterable, Sequence
from secrets import randbelow

from sqlalchemy import update

from lti_tool.db import db, insert_missing, leave_work, utcnow
from lti_tool.groups.actions import Drafted, columns_of, keep_draft, take_turn
from lti_tool.groups.brief.queries import Brief, brief_of
from lti_tool.groups.circles import divide
from lti_tool.groups.facts import Facts
from lti_tool.groups.forming.models import ANEW, CANCELLED, Forming
from lti_tool.groups.forming.queries import forming_in
from lti_tool.groups.matching import at_random
from lti_tool.groups.models import Grouping
from lti_tool.groups.queries import count_sitters, sitters_of
from lti_tool.programme.actions import programme_of

SEEDS = 1_000_000
MOST_AT_ONCE = 2_000
"""People; for more, a page neither judges circles nor finds out whether anything is asked for."""


def draw(context_id: int, *, size: int, seed: int | None = None) -> Grouping:
    """Draw a draft from the hat, for all who take part now; it takes the place of an older draft.

    The same seed and the same people give the same circles. Raises ImpossibleSizes.
    """
    take_turn(context_id)
    people = [str(one.id) for one in sitters_of(context_id)]
    seed = randbelow(SEEDS) if seed is None else seed
    made = at_random(people, sizes=divide(len(people), size), seed=seed)
    programme_of(context_id).group_size = size
    numbers = dict(enumerate(drafted_here(context_id, made, len(people)), 1))
    return keep_draft(context_id, numbers, size=size, seed=seed)


def form_or_draw(context_id: int, *, size: int) -> None:
    """Have circles formed; where nothing is asked for, draw them. Raises ImpossibleSizes."""
    people = count_sitters(context_id)
    if people <= MOST_AT_ONCE and brief_of(context_id, size=size).is_hat:
        draw(context_id, size=size)
    else:
        ask(context_id, size=size)


def ask(context_id: int, *, size: int, kind: str = ANEW, seed: int | None = None) -> None:
    """Have circles formed; when that goes on already, it goes on. A worker hears of it."""
    programme_of(context_id).group_size = size
    seed = randbelow(SEEDS) if seed is None else seed
    insert_missing(Forming, context_id=context_id, kind=kind, size=size, seed=seed)
    leave_work("circles")


def stop(context_id: int, forming_id: int) -> None:
    """Take what the search has by now. Raises NotHere."""
    forming_in(context_id, forming_id).is_stopping = True


def cancel(context_id: int, forming_id: int) -> None:
    """Leave everything as it was; whoever searches hears of it soon. Raises NotHere."""
    open_one = update(Forming).where(Forming.id == forming_in(context_id, forming_id).id)
    ended = open_one.where(Forming.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=utcnow(), outcome=CANCELLED))


def drafted(brief: Brief, groups: Iterable[Sequence[str]]) -> list[Drafted]:
    """Circles with their facts, where anything was asked for."""
    facts = Facts(brief.people, brief.rules, brief.weights)
    return [Drafted(group, columns_of(facts.of(group))) for group in groups]


def drafted_here(context_id: int, groups: Sequence[Sequence[str]], people: int) -> list[Drafted]:
    """Circles of a course with their facts, unless it is too large for a page to judge."""
    if people > MOST_AT_ONCE:
        return [Drafted(group) for group in groups]
    return drafted(brief_of(context_id), groups)
