"""From seats to a proposal: members by id, points, what is broken, the best swap not made.

For `forming` alone.
"""

from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np

from lti_tool.groups.matching.blocks import sit_down
from lti_tool.groups.matching.broken import Judge
from lti_tool.groups.matching.model import Circle, Proposal, Swap
from lti_tool.groups.matching.rooms import Explain, Room
from lti_tool.groups.matching.swaps import best_swaps
from lti_tool.groups.matching.terms import HARD


def proposal(rooms: Iterable[Room], judge: Judge, explain: Explain) -> Proposal:
    """All groups of all rooms, in the order of their members."""
    made = [circle for room in rooms for circle in _circles(room, judge, explain)]
    made.sort(key=lambda circle: circle.members)
    mean = sum(circle.score for circle in made) / max(len(made), 1)
    return Proposal(tuple(made), mean)


def _circles(room: Room, judge: Judge, explain: Explain) -> Iterator[Circle]:
    seats = np.sort(room.seats, axis=1)
    told = explain(seats)
    swaps = _swaps(room, judge.people.ids)
    for group, row in enumerate(seats.tolist()):
        members = tuple(judge.people.ids[who] for who in row if who < room.cohort.size)
        points = {name: float(column[group]) for name, column in told.items()}
        broken = judge.broken(members)
        yield Circle(members, sum(points.values()), points, broken, swaps[group])


def _swaps(room: Room, ids: tuple[str, ...]) -> list[Swap | None]:
    """The best swap of each group; none where every swap would break a rule, or there are too many.

    Beyond one table only a search could tell what is best.
    """
    groups = np.arange(len(room.seats))
    if room.locked or len(groups) < 2 or room.table_count > 1:
        return [None] * len(groups)
    state, who = sit_down(room, groups, deque())
    best = best_swaps(state.problem, state.seats)
    change = best.change / state.problem.unit
    return [
        Swap(ids[leaves], ids[joins], points) if points > -HARD / 2 else None
        for leaves, joins, points in zip(
            who[best.leaves].tolist(), who[best.joins].tolist(), change.tolist(), strict=True
        )
    ]
