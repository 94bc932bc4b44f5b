"""Everybody who is to be seated, ready to be cut into problems of any size. For this package.

Nothing here grows with the square of the number of people: pair scores are made for one problem at
a time, and rules about pairs are lists.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lti_tool.groups.matching.arrays import Numbers, Singles
from lti_tool.groups.matching.problem import Problem, Term

Who = Numbers


class Marks(NamedTuple):
    """Pairs with points of their own, above what their answers score: numbers and points."""

    first: Who
    second: Who
    points: Singles

    def within(self, who: Who, count: int) -> "Marks":
        """The marks among some of `count` people, renumbered by their places in `who`."""
        place = np.full(count, -1)
        place[who] = np.arange(len(who))
        first, second = place[self.first], place[self.second]
        here = (first >= 0) & (second >= 0)
        return Marks(first[here], second[here], self.points[here])


class Cohort(NamedTuple):
    """`size` people: how to make the square of pair scores of some, the terms, and the marks."""

    size: int
    block: Callable[[Who], Singles]
    marks: Marks
    terms: tuple[Term, ...] = ()

    def problem(self, who: Who, sizes: Numbers) -> Problem:
        """The problem of seating these people in groups of these sizes."""
        pair = np.zeros((len(who) + 1, len(who) + 1), np.float32)
        pair[:-1, :-1] = self.block(who)
        marks = self.marks.within(who, self.size)
        np.add.at(pair, (marks.first, marks.second), marks.points)
        np.add.at(pair, (marks.second, marks.first), marks.points)
        chairs = np.append(who, self.size)
        ruled = bool(self.terms) or bool(len(self.marks.points))
        terms = tuple(term.take(chairs) for term in self.terms)
        return Problem(pair, sizes, terms, ruled=ruled)
