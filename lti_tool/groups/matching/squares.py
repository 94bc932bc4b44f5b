"""Form groups by pair scores that somebody else computed. Loads NumPy, as `forming` does."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from lti_tool.groups.matching import columns
from lti_tool.groups.matching.arrays import Array, Floats, Integers
from lti_tool.groups.matching.cohort import Cohort, Who
from lti_tool.groups.matching.forming import formed
from lti_tool.groups.matching.model import LARGEST_SCORE, People, Proposal, Rules
from lti_tool.groups.matching.problem import Seats
from lti_tool.groups.matching.rooms import Points, Task
from lti_tool.groups.matching.rules import marks
from lti_tool.groups.matching.watch import Tick

PairScores = Array | Sequence[Sequence[int]] | Callable[[Who], Array]

GROUPS = 256  # explained at once


class Square(NamedTuple):
    """Symmetric whole scores of people in the order of their ids; `scale` make one point."""

    block: Callable[[Who], Array]
    size: int
    scale: int = 1

    @classmethod
    def of(cls, ids: Sequence[str], scores: PairScores) -> "Square":
        """Scores in the order of `ids`, or a function that gives them in the order of sorted ids.

        Raises `ValueError` when they are no square of whole numbers of the right size.
        """
        if callable(scores):
            return cls(scores, len(ids))
        table = _checked(np.asarray(scores), len(ids))
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.intp)
        scale = 1 if (table == table.T).all() else 2
        table = table if scale == 1 else table + table.T
        np.fill_diagonal(table, 0)

        def block(who: Who) -> Array:
            return table[np.ix_(order[who], order[who])]

        return cls(block, len(ids), scale)

    def explain(self, seats: Seats) -> Points:
        """The mean pair score of each group."""
        parts = [
            self._means(seats[start : start + GROUPS]) for start in range(0, len(seats), GROUPS)
        ]
        return {"scores": np.concatenate(parts) if parts else np.zeros(0)}

    def _means(self, seats: Seats) -> Floats:
        who = np.unique(seats[seats < self.size])
        pair = np.zeros((len(who) + 1, len(who) + 1))
        pair[:-1, :-1] = self.block(who)
        there = np.searchsorted(who, seats)
        there[seats == self.size] = len(who)
        sums = pair[there[:, :, None], there[:, None, :]].sum((1, 2)) / self.scale
        sizes = (seats < self.size).sum(1)
        means: Floats = sums / np.maximum(sizes * (sizes - 1), 1)
        return means


def form_by_pair_scores(
    ids: Sequence[str],
    scores: PairScores,
    *,
    rules: Rules | None = None,
    seed: int = 0,
    tick: Tick | None = None,
) -> Proposal:
    """Make the mean over groups of the mean pair score as large as can be.

    `scores` is a square of whole numbers below `LARGEST_SCORE`, in the order of `ids`, or a
    function that gives the square of some of the people, who are counted in the order of their
    sorted ids. The score of a pair is the mean of both directions. `rules` may name sizes and
    people.
    Raises as `form` does.
    """
    people = columns.by_id(People(tuple(ids)))
    rules = rules or Rules()
    square = Square.of(ids, scores)
    cohort = Cohort(len(people.ids), square.block, marks(people, rules))
    return formed(Task(people, rules, cohort, square.explain), seed, tick)


def _checked(table: Array, count: int) -> Integers:
    if table.shape != (count, count):
        raise ValueError(f"{count} people need {count} rows of {count} scores, not {table.shape}.")
    if not np.issubdtype(table.dtype, np.integer):
        raise ValueError("Pair scores must be whole numbers.")
    if table.size and np.abs(table.astype(np.float64)).max() >= LARGEST_SCORE:
        raise ValueError(f"Pair scores must lie between -{LARGEST_SCORE} and {LARGEST_SCORE}.")
    return np.array(table, np.int64)
