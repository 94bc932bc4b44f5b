"""The ring of seats as plain numbers for `templates/parts/circle.html`; any page may use it.

Lengths are in units of the drawing, which at full width are CSS pixels. Angles run clockwise from
the bottom, where the reader sits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import cos, pi, sin

from lti_tool.web.name_places import Label, Point, place_name, width_of
from lti_tool.web.seats import Placed, Seat, State, free_seat, place_seat, seat

__all__ = ["Middle", "Ring", "Seat", "State", "free_seat", "ring", "seat", "staff_ring"]

HEAD_GAP = 3.5
LINE_STEP = 21
NO_LABEL = Label("", 0, 0)
WIDEST_FACT = 80
"""A fact that would be wider at the size of a name is set smaller: it stays between the seats."""


@dataclass(frozen=True)
class Middle:
    """Up to three short lines in the middle of a ring; only the fact must be there."""

    fact: str
    kind: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the middle, with the class of its rank and the height of its foot."""

    words: str
    rank: str
    y: float


@dataclass(frozen=True)
class Ring:
    """A whole ring, ready to be drawn."""

    width: float
    height: float
    x: float
    y: float
    radius: float
    seats: tuple[Placed, ...]
    middle: tuple[Line, ...]


@dataclass(frozen=True)
class _Frame:
    """The measures of a kind of ring: its box, its centre and the size of a head."""

    width: float
    height: float
    y: float
    radius: float
    head: float

    @property
    def x(self) -> float:
        return self.width / 2


NAMED = _Frame(width=320, height=292, y=143, radius=84, head=25)
STAFF = _Frame(width=128, height=142, y=71, radius=40, head=17)


def ring(seats: Sequence[Seat], middle: Middle | None = None) -> Ring:
    """The ring with names, 320 wide, for two to eight seats. Your own seat comes to the bottom."""
    ordered = _from_you(seats)
    points = _points(len(ordered), NAMED)
    labels = [
        place_name(s.name, point, [p for p in points if p != point], centre=(NAMED.x, NAMED.y))
        for s, point in zip(ordered, points, strict=True)
    ]
    return _ring(NAMED, ordered, labels=labels, middle=_lines(middle))


def staff_ring(seats: Sequence[Seat]) -> Ring:
    """The ring of staff pages, 128 wide: initials only."""
    ordered = _from_you(seats)
    return _ring(STAFF, ordered, labels=[NO_LABEL] * len(ordered), middle=())


def _from_you(seats: Sequence[Seat]) -> list[Seat]:
    """The same round, begun with your own seat if you sit in it."""
    start = next((i for i, s in enumerate(seats) if s.state == "you"), 0)
    return [*seats[start:], *seats[:start]]


def _ring(
    frame: _Frame, seats: Sequence[Seat], *, labels: Sequence[Label], middle: tuple[Line, ...]
) -> Ring:
    frame = replace(frame, head=_head(len(seats), frame))
    points = _points(len(seats), frame)
    placed = tuple(map(partial(place_seat, around=frame), seats, points, labels))
    return Ring(frame.width, frame.height, frame.x, frame.y, frame.radius, placed, middle)


def _points(count: int, frame: _Frame) -> list[Point]:
    """The middles of the seats, at equal angles from the bottom."""
    angles = [2 * pi * i / count for i in range(count)]
    return [
        (frame.x - frame.radius * sin(angle), frame.y + frame.radius * cos(angle))
        for angle in angles
    ]


def _head(count: int, frame: _Frame) -> float:
    """The size of a head: smaller where the neighbours would touch it."""
    to_neighbour = 2 * frame.radius * sin(pi / max(count, 2))
    return round(min(frame.head, to_neighbour / 2 - HEAD_GAP), 1)


def _lines(middle: Middle | None) -> tuple[Line, ...]:
    """The lines of the middle around its centre; the fact is the bold one."""
    if middle is None:
        return ()
    rank = "mid long" if width_of(middle.fact) > WIDEST_FACT else "mid"
    lines = [("aside", middle.kind), (rank, middle.fact), ("aside", middle.detail)]
    shown = [(rank, words) for rank, words in lines if words]
    top = NAMED.y + 6 - LINE_STEP * (len(shown) - 1) / 2
    return tuple(Line(words, rank, top + LINE_STEP * i) for i, (rank, words) in enumerate(shown))
