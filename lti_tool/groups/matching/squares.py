"""Pair scores that somebody else computed. For `forming` alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lti_tool.groups.matching.cohort import Who
from lti_tool.groups.matching.model import LARGEST_SCORE
from lti_tool.groups.matching.problem import Seats
from lti_tool.groups.matching.rooms import Points

PairScores = NDArray[Any] | Sequence[Sequence[int]] | Callable[[Who], NDArray[Any]]

GROUPS = 256  # explained at once


@dataclass(frozen=True)
class Square:
    """Symmetric whole scores of people in the order of their ids; `scale` make one point."""

    block: Callable[[Who], NDArray[Any]]
    count: int
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

        def block(who: Who) -> NDArray[Any]:
            return table[np.ix_(order[who], order[who])]

        return cls(block, len(ids), scale)

    def explain(self, seats: Seats) -> Points:
        """The mean pair score of each group."""
        parts = [
            self._means(seats[start : start + GROUPS]) for start in range(0, len(seats), GROUPS)
        ]
        return {"scores": np.concatenate(parts) if parts else np.zeros(0)}

    def _means(self, seats: Seats) -> NDArray[np.float64]:
        who = np.unique(seats[seats < self.count])
        pair = np.zeros((len(who) + 1, len(who) + 1))
        pair[:-1, :-1] = self.block(who)
        there = np.searchsorted(who, seats)
        there[seats == self.count] = len(who)
        sums = pair[there[:, :, None], there[:, None, :]].sum((1, 2)) / self.scale
        sizes = (seats < self.count).sum(1)
        means: NDArray[np.float64] = sums / np.maximum(sizes * (sizes - 1), 1)
        return means


def _checked(table: NDArray[Any], count: int) -> NDArray[np.int64]:
    if table.shape != (count, count):
        raise ValueError(f"{count} people need {count} rows of {count} scores, not {table.shape}.")
    if not np.issubdtype(table.dtype, np.integer):
        raise ValueError("Pair scores must be whole numbers.")
    if table.size and np.abs(table.astype(np.float64)).max() >= LARGEST_SCORE:
        raise ValueError(f"Pair scores must lie between -{LARGEST_SCORE} and {LARGEST_SCORE}.")
    return np.array(table, np.int64)
