"""For each group the best exchange of two members that was not made. For this package."""

from typing import NamedTuple

import numpy as np

from lti_tool.groups.matching.arrays import Floats, Numbers, Singles
from lti_tool.groups.matching.problem import Problem, Seats


class BestSwaps(NamedTuple):
    """For each group: the change of worth, the person who would leave, the one who would join."""

    change: Floats
    leaves: Numbers
    joins: Numbers


def best_swaps(problem: Problem, seats: Seats) -> BestSwaps:
    """Try every two people of different groups; minus infinity where there is only one group."""
    nobody = np.full(len(seats), problem.empty)
    best = BestSwaps(np.full(len(seats), -np.inf), nobody.copy(), nobody.copy())
    change = _changes(problem, seats)
    here = np.arange(len(seats))
    for mine in range(seats.shape[1]):
        for theirs in range(seats.shape[1]):
            swap = change[theirs][mine].T + change[mine][theirs]
            swap[seats[:, mine] == problem.empty] = -np.inf
            swap[:, seats[:, theirs] == problem.empty] = -np.inf
            np.fill_diagonal(swap, -np.inf)
            other = swap.argmax(1)
            better = swap[here, other] > best.change
            best.change[better] = swap[here, other][better]
            best.leaves[better] = seats[better, mine]
            best.joins[better] = seats[other[better], theirs]
    return best


def _changes(problem: Problem, seats: Seats) -> list[list[Singles]]:
    """[c][d][p, g]: the change of group g when seat c of group p takes its seat d."""
    width, groups = seats.shape[1], np.arange(len(seats))
    made: list[list[Singles]] = [[] for _ in range(width)]
    for away in range(width):
        rest = np.delete(seats, away, 1)
        tried = [problem.tried(seats[:, [seat]], rest, groups) for seat in range(width)]
        own = tried[away].diagonal().copy()
        for seat in range(width):
            made[seat].append(tried[seat] - own)
    return made
