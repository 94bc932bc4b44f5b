"""Counting wishes and offers so that no count points at anybody: plain Python.

A count under FEWEST is not told, and topics of which nothing can be told are put together. Totals
are never told, so what is hidden cannot be worked out from the rest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST = 5
"""People behind a number that is told."""


@dataclass(frozen=True)
class Need:
    """One topic, or several together: how many want help with it, and how many can give it.

    None: fewer than FEWEST, which may be nobody. `topics` are the options that it stands for.
    """

    topics: tuple[str, ...]
    wanted: int | None
    offered: int | None

    @property
    def is_gap(self) -> bool:
        """Whether many want it, and few or nobody can give it."""
        return self.wanted is not None and (self.offered is None or 2 * self.offered < self.wanted)


@dataclass(frozen=True)
class Needs:
    """Those that can be told, the most wanted first; the others together, if there are any."""

    told: tuple[Need, ...]
    others: Need | None


def count_needs(answers: Iterable[Mapping[str, Any]], topics: Sequence[str]) -> Needs | None:
    """Count the answers to a field of the kind `topics`; None where fewer than FEWEST answered."""
    said = [one for one in answers if one.get("want") or one.get("give")]
    if len(said) < FEWEST:
        return None
    wanted, offered = (_counted(said, side) for side in ("want", "give"))
    every = [Need((one,), _told(wanted[one]), _told(offered[one])) for one in topics]
    told = [one for one in every if one.wanted is not None or one.offered is not None]
    rest = tuple(one.topics[0] for one in every if one not in told)
    others = Need(rest, *(_together(said, rest, side) for side in ("want", "give")))
    told.sort(key=lambda one: (-(one.wanted or 0), one.offered or 0))
    return Needs(tuple(told), others if rest else None)


def _counted(said: Iterable[Mapping[str, Any]], side: str) -> Counter[str]:
    return Counter(topic for one in said for topic in one.get(side) or ())


def _together(said: Iterable[Mapping[str, Any]], topics: Sequence[str], side: str) -> int | None:
    """How many people said something of these, each counted once."""
    return _told(sum(any(topic in (one.get(side) or ()) for topic in topics) for one in said))


def _told(count: int) -> int | None:
    return count if count >= FEWEST else None
