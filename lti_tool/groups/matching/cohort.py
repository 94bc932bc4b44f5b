"""Everybody who is to be seated, ready to be cut into problems of any size. For this package.

Nothing here grows with the square of the number of people: pair scores are made for one problem at
a time, and rules about pairs are lists.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lti_tool.groups.matching.problem import Problem, Term

Who = NDArray[np.intp]


@dataclass(frozen=True)
class Marks:
    """Pairs with points of their own, above what their answers score: numbers and points."""

    first: Who
    second: Who
    points: NDArray[np.float32]

    def within(self, who: Who, count: int) -> "Marks":
        """The marks among some of `count` people, renumbered by their places in `who`."""
        place = np.full(count, -1)
        place[who] = np.arange(len(who))
        first, second = place[self.first], place[self.second]
        here = (first >= 0) & (second >= 0)
        return Marks(first[here], second[here], self.points[here])


@dataclass(frozen=True)
class Cohort:
    """`count` people: how to make the square of pair scores of some, the terms, and the marks."""

    count: int
    block: Callable[[Who], NDArray[np.float32]]
    marks: Marks
    terms: tuple[Term, ...] = ()

    def problem(self, who: Who, sizes: NDArray[np.intp]) -> Problem:
        """The problem of seating these people in groups of these sizes."""
        pair = np.zeros((len(who) + 1, len(who) + 1), np.float32)
        pair[:-1, :-1] = self.block(who)
        marks = self.marks.within(who, self.count)
        np.add.at(pair, (marks.first, marks.second), marks.points)
        np.add.at(pair, (marks.second, marks.first), marks.points)
        chairs = np.append(who, self.count)
        ruled = bool(self.terms) or bool(len(self.marks.points))
        terms = tuple(term.take(chairs) for term in self.terms)
        return Problem(pair, sizes, terms, ruled=ruled)
