"""What the search looks at: who sits where, what a group is worth, what an exchange would change.

For the modules of this package. People are numbered 0 to m-1 within a problem; number m is the
empty seat, which scores nothing with anybody, so that groups of unequal size share one array.
Worth is an exact integer: (sum of the pair scores) * unit / pairs + unit * (points of the group's
terms), where `unit` is divisible by the number of pairs of every group size that occurs.
"""

from functools import cached_property
from math import comb, lcm
from typing import Protocol, Self

import numpy as np

from lti_tool.groups.matching.arrays import Array, Integers, Numbers, Singles

Seats = Numbers  # (groups, seats of the largest group): numbers of people
Worth = Integers  # (groups,)
Gains = Singles  # (parts, groups): exact below 2**24, else a guide only
Summary = tuple[Array, ...]  # arrays whose first axis is the group


class Term(Protocol):
    """Something that is true of a group as a whole, not of its pairs.

    It is computed from two halves of a group, each summarised apart, so that every half can be
    tried with every other half at once.
    """

    def take(self, who: Numbers) -> Self:
        """The same term for some people, the empty seat among them."""

    def summary(self, seats: Seats) -> Summary:
        """What must be known of some members: arrays, one entry a row of `seats`."""

    def points(self, part: Summary, rest: Summary) -> Array:
        """Whole points of the groups made of `part` and `rest`; the arrays broadcast."""


class Problem:
    """Pair scores and group terms of at most a few thousand people, and the sizes of their groups.

    `pair` is symmetric, whole-numbered, (m+1, m+1), with zeros on the diagonal and for the empty
    seat; `sizes` gives the people in each group.
    `ruled`: some changes break a rule; they cost `HARD` points and more.
    """

    def __init__(
        self,
        pair: Singles,
        sizes: Numbers,
        terms: tuple[Term, ...] = (),
        *,
        ruled: bool = False,
    ) -> None:
        self.pair, self.sizes = pair, sizes
        self.terms, self.ruled = terms, ruled

    @property
    def empty(self) -> int:
        """The number of the empty seat."""
        return len(self.pair) - 1

    @cached_property
    def most_away(self) -> int:
        """The largest part worth moving: half of a group, for then the rest is the mirror.

        Where sizes differ it is a whole small group, so that another may become the small one.
        """
        low, high = int(self.sizes.min()), int(self.sizes.max())
        return low if low < high else max(1, low // 2)

    @cached_property
    def unit(self) -> int:
        """Worth of one point of a group's score."""
        return lcm(*(comb(int(size), 2) for size in set(self.sizes.tolist()) if size > 1))

    @cached_property
    def weights(self) -> Integers:
        """Worth of one point of a pair's score, for each group."""
        pairs = np.maximum(self.sizes * (self.sizes - 1) // 2, 1)
        return np.asarray(self.unit // pairs, np.int64)

    def worth(self, seats: Seats, groups: Numbers) -> Worth:
        """The exact worth of the given groups when these people sit in them."""
        sums = self.pair[seats[:, :, None], seats[:, None, :]].sum((1, 2), dtype=np.float64)
        made: Worth = self.weights[groups] * (sums.astype(np.int64) // 2)
        for term in self.terms:
            part, rest = term.summary(seats[:, :1]), term.summary(seats[:, 1:])
            made += self.unit * term.points(part, rest).astype(np.int64)
        return made

    def gains(self, part: Seats, rest: Seats, groups: Numbers) -> Gains:
        """What each group gains when part p takes the place of its own part: entry [p, group]."""
        made = self.tried(part, rest, groups)
        made -= made.diagonal().copy()
        return made

    def tried(self, part: Seats, rest: Seats, groups: Numbers) -> Gains:
        """The worth of each rest with each part, save for the pairs inside the rest itself."""
        made = self._pair_sums(part, rest)
        if not self._alike:
            made *= self.weights[groups].astype(np.float32)
        for term in self.terms:
            made += self.unit * _tried(term, part, rest).astype(np.float32)
        return made

    @cached_property
    def _alike(self) -> bool:
        return bool((self.weights == 1).all())

    def _pair_sums(self, part: Seats, rest: Seats) -> Gains:
        rows = self.pair[part[:, 0]]
        for seat in part.T[1:]:
            rows += self.pair[seat]
        made = rows[:, rest[:, 0]]
        for seat in rest.T[1:]:
            made += rows[:, seat]
        if part.shape[1] > 1:
            made += self._within(part)[:, None]
        return made

    def _within(self, part: Seats) -> Singles:
        sums = self.pair[part[:, :, None], part[:, None, :]].sum((1, 2))
        return np.asarray(sums / 2, np.float32)


def _tried(term: Term, part: Seats, rest: Seats) -> Array:
    some = tuple(column[:, None] for column in term.summary(part))
    others = tuple(column[None, :] for column in term.summary(rest))
    return term.points(some, others)
