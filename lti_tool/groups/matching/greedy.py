"""The first seating: whoever is hardest to please chooses first. For the modules of this package.
"""

import numpy as np

from lti_tool.groups.matching.problem import Problem, Seats


def greedy(problem: Problem) -> Seats:
    """Fill one group after another: the neediest free person, then whoever fits those inside best."""
    free = np.arange(problem.empty + 1) < problem.empty
    total = problem.pair.sum(1)
    seats = np.full((len(problem.sizes), int(problem.sizes.max())), problem.empty)
    for group, size in enumerate(problem.sizes.tolist()):
        row = -total
        for seat in range(size):
            chosen = int(np.where(free, row, -np.inf).argmax())
            row = problem.pair[chosen] + (row if seat else 0)
            free[chosen], seats[group, seat] = False, chosen
    return seats
