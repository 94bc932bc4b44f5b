"""The ring of seats as plain numbers for `templates/parts/circle.html`; any page may use it.

Lengths are in units of the drawing, which at full width are CSS pixels. Angles run clockwise from
the bottom, where the reader sits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import atan2, cos, pi, radians, sin
from typing import Literal

from lti_tool.web.initials import initials, readable
from lti_tool.web.name_places import Label, Point, place_name, width_of

State = Literal["you", "mate", "floor", "signed", "free", "away"]

LOOKS: dict[State, str] = {
    "you": "me",
    "mate": "",
    "floor": "now",
    "signed": "",
    "free": "free",
    "away": "off",
}
CHAIR_GAP = 4
CHAIR_HALF_ANGLE = radians(62)
LINE_STEP = 21
NO_LABEL = Label("", 0, 0)
WIDEST_FACT = 80
"""A fact that would be wider at the size of a name is set smaller: it stays between the seats."""


@dataclass(frozen=True)
class Seat:
    """One seat: the signs in its head, the name to use beside it, and how it stands."""

    initials: str
    name: str
    state: State = "mate"
    has_ticked: bool = False
    """Signed or done, for a seat whose state says something else already (your own seat)."""


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
class Placed:
    """One seat where it is drawn. Paths are SVG path data; `look` is its class."""

    x: float
    y: float
    head: float
    look: str
    chair: str
    initials: str
    initials_y: float
    size: float
    dash: str
    tick: str
    tick_x: float
    tick_y: float
    label: Label


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


def seat(name: str, state: State = "mate", *, has_ticked: bool = False) -> Seat:
    """A seat for a person's name, as the person writes it; the initials follow from it."""
    return Seat(initials(name), readable(name), state, has_ticked)


def free_seat(words: str = "") -> Seat:
    """A seat that is kept; `words` stand where the name would ("your seat")."""
    return Seat("", words, "free")


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
    points = _points(len(seats), frame)
    placed = tuple(map(partial(_place, frame=frame), seats, points, labels))
    return Ring(frame.width, frame.height, frame.x, frame.y, frame.radius, placed, middle)


def _points(count: int, frame: _Frame) -> list[Point]:
    """The middles of the seats, at equal angles from the bottom."""
    angles = [2 * pi * i / count for i in range(count)]
    return [
        (frame.x - frame.radius * sin(angle), frame.y + frame.radius * cos(angle))
        for angle in angles
    ]


def _place(seat: Seat, point: Point, label: Label, *, frame: _Frame) -> Placed:
    x, y = point
    head, is_wide = frame.head, len(seat.initials) == 1
    off = 0.78 * head
    return Placed(
        x=round(x, 1),
        y=round(y, 1),
        head=head,
        look=LOOKS[seat.state],
        chair=_chair(point, frame),
        initials=seat.initials,
        initials_y=round(y + head * (0.335 if is_wide else 0.29), 1),
        size=round(head * (0.947 if is_wide else 0.82), 1),
        dash=_dash(point, head) if seat.state == "away" else "",
        tick=_tick(x + off, y + off) if seat.has_ticked or seat.state == "signed" else "",
        tick_x=round(x + off, 1),
        tick_y=round(y + off, 1),
        label=label,
    )


def _chair(point: Point, frame: _Frame) -> str:
    """The back of a chair: an arc of 124 degrees around the head, facing outward."""
    reach = frame.head + CHAIR_GAP
    outward = atan2(point[1] - frame.y, point[0] - frame.x)
    first, last = (
        f"{point[0] + reach * cos(outward + turn):.1f} {point[1] + reach * sin(outward + turn):.1f}"
        for turn in (-CHAIR_HALF_ANGLE, CHAIR_HALF_ANGLE)
    )
    return f"M{first}A{reach} {reach} 0 0 1 {last}"


def _dash(point: Point, head: float) -> str:
    half = 0.36 * head
    return f"M{point[0] - half:.1f} {point[1]:.1f}h{2 * half:.1f}"


def _tick(x: float, y: float) -> str:
    return f"M{x - 3.6:.1f} {y + 0.2:.1f}l2.6 2.8 4.6-5.4"


def _lines(middle: Middle | None) -> tuple[Line, ...]:
    """The lines of the middle around its centre; the fact is the bold one."""
    if middle is None:
        return ()
    rank = "mid long" if width_of(middle.fact) > WIDEST_FACT else "mid"
    lines = [("aside", middle.kind), (rank, middle.fact), ("aside", middle.detail)]
    shown = [(rank, words) for rank, words in lines if words]
    top = NAMED.y + 6 - LINE_STEP * (len(shown) - 1) / 2
    return tuple(Line(words, rank, top + LINE_STEP * i) for i, (rank, words) in enumerate(shown))
