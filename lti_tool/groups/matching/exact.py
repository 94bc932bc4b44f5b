"""The proven best seating of a small course, by way of all groups that could be. For this package.

highspy (an optional extra) chooses among them: first by a linear program over those groups that
are worth their people's prices, then in whole groups among those that could still matter. That is
a proof: what prices rule out no seating can use and win.
"""

from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lti_tool.groups.matching.problem import Problem, Seats

MOST = 100_000  # groups that could be
AT_ONCE = 1_000  # groups that enter the linear program in one step

Floats = NDArray[np.float64]


def can_prove(problem: Problem) -> bool:
    """Whether the library is here and the course small enough."""
    sizes = set(problem.sizes.tolist())
    return bool(find_spec("highspy")) and sum(comb(problem.empty, s) for s in sizes) <= MOST


def optimum(problem: Problem, seats: Seats) -> Seats:
    """A seating of the largest worth there is; `seats` is any seating, the better the faster."""
    choice = _Choice(problem)
    known = choice.find(seats)
    prices = _prices(choice, known)
    bound = float(prices @ choice.rows.astype(np.float64))
    slack = bound - float(choice.worth[known].sum())
    near = choice.over(prices) >= -slack - 1
    left = np.union1d(np.flatnonzero(near), known)
    program = _program(choice, left)
    program.changeColsIntegrality(
        len(left), np.arange(len(left), dtype=np.int32), np.ones(len(left), np.uint8)
    )
    program.setOptionValue("mip_rel_gap", 0.0)
    program.setOptionValue("mip_abs_gap", 0.5)
    program.run()
    taken = np.array(program.getSolution().col_value) > 0.5
    return choice.seats(left[taken])


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

    def find(self, seats: Seats) -> NDArray[np.intp]:
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

    def seats(self, chosen: NDArray[np.intp]) -> Seats:
        """The chosen groups, each in a place of its size."""
        made = np.full((len(self.order), self.width), self.empty)
        for kind, size in enumerate(self.sizes.tolist()):
            made[self.order == size] = self.groups[chosen[self.size[chosen] == kind]]
        return made


def _prices(choice: _Choice, known: NDArray[np.intp]) -> Floats:
    """Add groups to the linear program until none is worth more than its prices."""
    program = _program(choice, known)
    inside = np.zeros(len(choice.worth), bool)
    inside[known] = True
    while True:
        program.run()
        prices = np.array(program.getSolution().row_dual)
        over = np.where(inside, -np.inf, choice.over(prices))
        best = np.argsort(-over, kind="stable")[:AT_ONCE]
        best = best[over[best] > 1e-6]
        if not len(best):
            return prices
        inside[best] = True
        _add(program, choice, best)


def _program(choice: _Choice, groups: NDArray[np.intp]) -> Any:
    library = import_module("highspy")
    program = library.Highs()
    program.setOptionValue("output_flag", False)
    program.setOptionValue("threads", 1)
    program.changeObjectiveSense(library.ObjSense.kMaximize)
    nothing, none = np.array([], np.int32), np.array([])
    for count in choice.rows.tolist():
        program.addRow(float(count), float(count), 0, nothing, none)
    _add(program, choice, groups)
    return program


def _add(program: Any, choice: _Choice, groups: NDArray[np.intp]) -> None:
    entries = [choice.entries(group) for group in groups.tolist()]
    starts = np.cumsum([0, *map(len, entries)][:-1]).astype(np.int32)
    flat = np.array([row for some in entries for row in some], np.int32)
    count = len(groups)
    program.addCols(
        count,
        choice.worth[groups],
        np.zeros(count),
        np.full(count, np.inf),
        len(flat),
        starts,
        flat,
        np.ones(len(flat)),
    )
