"""Averages, their likely range and the size of a change, worked out by scipy: plain Python.

scipy is an extra (`numbers`) and loaded when first needed; without it there are no ranges.
"""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

LIKELY = 0.95
"""How sure a likely range is."""
Pairs = Sequence[tuple[int, int]]
"""What each of those who answered both times said before and after."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change from before to after in `n` pairs; `low` to `high` is its likely range.

    `effect` is the change in standard deviations of the differences, corrected for few (Hedges'
    g of paired values); range and effect are None without scipy, or where all changed alike.
    """

    n: int
    before: float
    after: float
    low: float | None = None
    high: float | None = None
    effect: float | None = None

    @property
    def by(self) -> float:
        """How much the average moved."""
        return self.after - self.before


def change_of(pairs: Pairs) -> Change:
    """The change in at least two pairs."""
    before, after = fmean(one for one, _ in pairs), fmean(one for _, one in pairs)
    differences = [late - early for early, late in pairs]
    spread = stdev(differences)
    if not spread or not has_scipy():
        return Change(len(pairs), before, after)
    low, high = _likely(differences)
    return Change(len(pairs), before, after, low, high, _effect(differences, spread))


def has_scipy() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("scipy") is not None


def _likely(values: Sequence[float]) -> tuple[float, float]:
    """Student's interval of the mean."""
    from scipy import stats  # noqa: PLC0415

    around = stats.ttest_1samp(values, 0.0).confidence_interval(LIKELY)
    return float(around.low), float(around.high)


def _effect(differences: Sequence[float], spread: float) -> float:
    correction = 1 - 3 / (4 * (len(differences) - 1) - 1)
    return correction * fmean(differences) / spread
