"""The first seating: whoever is hardest to please chooses first. For this package."""

import numpy as np

from lti_tool.groups.matching.arrays import Flags, Numbers, Singles
from lti_tool.groups.matching.problem import Problem, Seats


def empty_seats(problem: Problem) -> Seats:
    """No group has anybody yet."""
    return np.full((len(problem.sizes), max(2, int(problem.sizes.max()))), problem.empty)


def greedy(problem: Problem, seats: Seats) -> Seats:
    """Fill one group after another: the neediest free person, then whoever fits those inside best.

    Those who sit in `seats` already, in the first places of their groups, stay.
    """
    seats = seats.copy()
    free = np.arange(problem.empty + 1) < problem.empty
    free[seats[seats < problem.empty]] = False
    need = -problem.pair.sum(1)
    for group, size in zip(seats, problem.sizes.tolist(), strict=True):
        _fill(group[:size], problem, free, need)
    return seats


def _fill(
    group: Numbers,
    problem: Problem,
    free: Flags,
    need: Singles,
) -> None:
    inside = int((group < problem.empty).sum())
    row = problem.pair[group[:inside]].sum(0) if inside else need
    for seat in range(inside, len(group)):
        chosen = int(np.where(free, row, -np.inf).argmax())
        row = problem.pair[chosen] + (row if seat else 0)
        free[chosen], group[seat] = False, chosen
