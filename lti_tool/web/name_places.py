"""Where a name stands beside its seat without touching another; for `web.circle` alone.

No browser is asked: the width of a text is estimated, a little too wide rather than too narrow.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from lti_tool.web.initials import signs_of

Point = tuple[float, float]
Span = tuple[float, float]

SIZE = 15
ABOVE, BELOW = -38, 47
"""From the middle of a seat to the foot of its name, over or under it."""
RISE, FALL = 12, 4
KEEP_OFF = 34
"""How far a name stays from the middle of somebody else's seat, chair and air included."""
EDGE = 4
NARROW = frozenset("ijlftrIJ.,:;'’-()| ")


@dataclass(frozen=True)
class Label:
    """A name as it is shown, with the middle of its foot."""

    words: str
    x: float
    y: float


def place_name(name: str, at: Point, others: Sequence[Point], *, centre: Point) -> Label:
    """The name under its seat, over it in the upper half, moved or shortened only where it must."""
    x, y = at[0], at[1] + (BELOW if at[1] > centre[1] - 1 else ABOVE)
    low, high = _room((x, y), others, middle=centre[0])
    words = shorten(name, high - low)
    half = width_of(words) / 2
    return Label(words, round(min(max(x, low + half), high - half), 1), y)


def shorten(words: str, room: float) -> str:
    """The words, or as many signs as fit before an ellipsis; never half a sign."""
    if width_of(words) <= room:
        return words
    signs = signs_of(words)
    ends = accumulate(map(width_of, signs))
    fitting = sum(1 for end in ends if end + width_of("…") <= room)
    return "".join(signs[:fitting]).rstrip(" -") + "…"


def width_of(words: str) -> float:
    """About how wide the words are drawn at the size of a name, in units of the drawing."""
    return SIZE * sum(_em(char) for char in words)


def _em(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return 1.0
    if char in NARROW:
        return 0.36
    return 0.68 if char.isupper() or char in "mwMWшщжюмф" else 0.56


def _room(foot: Point, others: Sequence[Point], *, middle: float) -> Span:
    """From where to where a name with this foot may reach: its half of the box, less the seats."""
    x, y = foot
    low, high = float(EDGE), 2 * middle - EDGE
    if x < middle - 1:
        high = middle - EDGE
    elif x > middle + 1:
        low = middle + EDGE
    for other in others:
        if span := _taken(other, y):
            low, high = (max(low, span[1]), high) if other[0] < x else (low, min(high, span[0]))
    return low, high


def _taken(other: Point, foot: float) -> Span | None:
    """What somebody else's seat takes away from the band of a name."""
    from_band = max(other[1] - (foot + FALL), (foot - RISE) - other[1], 0)
    if from_band >= KEEP_OFF:
        return None
    half = sqrt(KEEP_OFF**2 - from_band**2)
    return other[0] - half, other[0] + half
