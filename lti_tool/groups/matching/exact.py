"""The proven best seating of a small course, by way of all groups that could be. For this package.

highspy (an optional extra) chooses among them: first by a linear program over those groups that
are worth their people's prices, then in whole groups among those that could still matter. That is
a proof: what prices rule out no seating can use and win.
"""

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.machinery import PathFinder
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from lti_tool.groups.matching.arrays import Floats, Numbers
from lti_tool.groups.matching.problem import Problem, Seats

MOST = 100_000  # groups that could be
AT_ONCE = 1_000  # groups that enter the linear program in one step
MOST_LEFT = 8_000  # groups that could still matter; where nearly all are alike, no proof ends
MOST_NODES = 2_000  # of the search in whole groups: a count, so that a seed gives the same anywhere


def can_prove(problem: Problem) -> bool:
    """Whether the library is here and the course small enough."""
    return can_enumerate(problem.empty, problem.sizes.tolist())


def can_enumerate(people: int, sizes: Iterable[int]) -> bool:
    """Whether the library is here, and all groups of these sizes can be looked at."""
    return (
        bool(PathFinder.find_spec("highspy")) and sum(comb(people, s) for s in set(sizes)) <= MOST
    )


def optimum(problem: Problem, seats: Seats) -> Seats:
    """A seating of the largest worth there is; `seats` is any seating, the better the faster."""
    choice = _Choice(problem)
    known = choice.find(seats)
    prices = _prices(choice, known)
    bound = float(prices @ choice.rows.astype(np.float64))
    slack = bound - float(choice.worth[known].sum())
    if slack < 1:
        return seats  # worth is counted in whole points, so this is the largest already
    near = choice.over(prices) >= -slack - 1
    left = np.union1d(np.flatnonzero(near), known)
    if len(left) > MOST_LEFT:
        return seats
    entries = [choice.entries(group) for group in left.tolist()]
    taken = chosen(choice.worth[left], entries, choice.rows.tolist())
    return seats if taken is None else choice.seats(left[taken])


def chosen(worth: Floats, entries: Sequence[Sequence[int]], sums: Sequence[int]) -> Numbers | None:
    """The groups of the largest worth that add up to `sums`, proven; None where no groups do.

    `entries` are the rows in which each group stands: its members and its size.
    """
    program = quiet_program(sums)
    add(program, worth, entries)
    count = len(entries)
    program.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.ones(count, np.uint8))
    program.setOptionValue("mip_rel_gap", 0.0)
    program.setOptionValue("mip_abs_gap", 0.5)
    program.setOptionValue("mip_max_nodes", MOST_NODES)
    program.run()
    if program.getModelStatus() != import_module("highspy").HighsModelStatus.kOptimal:
        return None
    return np.flatnonzero(np.array(program.getSolution().col_value) > 0.5)


class _Choice:
    """Every group that could be: its members and size as rows of a program, and its worth."""

    def __init__(self, problem: Problem) -> None:
        self.empty, self.order = problem.empty, problem.sizes
        self.sizes, counts = np.unique(problem.sizes, return_counts=True)
        self.rows = np.concatenate((np.ones(problem.empty, int), counts))
        self.width = max(2, int(self.sizes.max()))
        every = [self._of_size(int(size)) for size in self.sizes]
        self.groups = np.concatenate(every)
        self.size = np.repeat(np.arange(len(every)), [len(some) for some in every])
        first = np.array([np.flatnonzero(problem.sizes == size)[0] for size in self.sizes])
        self.worth = problem.worth(self.groups, first[self.size]).astype(np.float64)
        self.place = {tuple(row): number for number, row in enumerate(self.groups.tolist())}

    def _of_size(self, size: int) -> Seats:
        made = np.array(list(combinations(range(self.empty), size)), np.intp).reshape(-1, size)
        return np.pad(made, ((0, 0), (0, self.width - size)), constant_values=self.empty)

    def find(self, seats: Seats) -> Numbers:
        """The numbers of the groups of a seating."""
        return np.array([self.place[tuple(sorted(row))] for row in seats.tolist()], np.intp)

    def over(self, prices: Floats) -> Floats:
        """What each group is worth above the prices of its members and of its size."""
        people = np.append(prices[: self.empty], 0.0)
        made: Floats = self.worth - people[self.groups].sum(1)
        return made - prices[self.empty :][self.size]

    def entries(self, group: int) -> list[int]:
        """The rows of the program that a group stands in."""
        members = [who for who in self.groups[group].tolist() if who < self.empty]
        return [*members, self.empty + int(self.size[group])]

    def seats(self, chosen: Numbers) -> Seats:
        """The chosen groups, each in a place of its size."""
        made = np.full((len(self.order), self.width), self.empty)
        for kind, size in enumerate(self.sizes.tolist()):
            made[self.order == size] = self.groups[chosen[self.size[chosen] == kind]]
        return made


def _prices(choice: _Choice, known: Numbers) -> Floats:
    """Add groups to the linear program until none is worth more than its prices."""
    program = quiet_program(choice.rows.tolist())
    inside = np.zeros(len(choice.worth), bool)
    best = known
    while len(best):
        inside[best] = True
        add(program, choice.worth[best], [choice.entries(group) for group in best.tolist()])
        program.run()
        prices = np.array(program.getSolution().row_dual)
        over = np.where(inside, -np.inf, choice.over(prices))
        best = np.argsort(-over, kind="stable")[:AT_ONCE]
        best = best[over[best] > 1e-6]
    return prices


def quiet_program(sums: Iterable[float]) -> Any:
    """A program of largest worth whose rows must add up to `sums`; it has no columns yet.

    The class of the library's own front prints its name when it is made, which would spoil the
    output of a command; the one below it, which does the work, prints nothing.
    """
    library = import_module("highspy")
    program = library._core._Highs()
    program.setOptionValue("output_flag", False)
    program.setOptionValue("threads", 1)
    program.changeObjectiveSense(library.ObjSense.kMaximize)
    for total in sums:
        program.addRow(float(total), float(total), 0, np.array([], np.int32), np.array([]))
    return program


def add(program: Any, worth: Floats, entries: Sequence[Sequence[int]]) -> None:
    """Add groups: what each is worth, and the rows in which it stands."""
    starts = np.cumsum([0, *map(len, entries)][:-1]).astype(np.int32)
    flat = np.array([row for some in entries for row in some], np.int32)
    count = len(entries)
    program.addCols(
        count,
        worth,
        np.zeros(count),
        np.full(count, np.inf),
        len(flat),
        starts,
        flat,
        np.ones(len(flat)),
    )
