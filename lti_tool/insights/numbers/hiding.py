"""Which counts may be shown so that nobody can be worked out: plain Python, asked by page and file.

A count stands for five people at least, and so does what is left when it is taken from the whole:
else the rest would be known by subtraction. That everybody said the same tells what each one said,
so then nothing is shown. Every number of a line goes through this one rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5
"""People whom a count must stand for."""
FEW = 20
"""Under so many there are shares alone, no averages."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some neighbouring kinds of answers, put together where one alone stood for too few."""

    kinds: tuple[str, ...]
    count: int


def shown_parts(counts: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    """The parts that may be shown of a whole, two at least; none where it would tell too much.

    The smallest is put to its smaller neighbour until each part stands for FEWEST, and so do all
    the others.
    """
    parts = [Part((kind,), count) for kind, count in counts]
    while len(parts) > 1 and min(one.count for one in parts) < FEWEST:
        least = min(range(len(parts)), key=lambda i: parts[i].count)
        beside = [i for i in (least - 1, least + 1) if 0 <= i < len(parts)]
        first, second = sorted((least, min(beside, key=lambda i: parts[i].count)))
        kinds = parts[first].kinds + parts[second].kinds
        parts[first : second + 1] = [Part(kinds, parts[first].count + parts[second].count)]
    return tuple(parts) if len(parts) > 1 else ()
