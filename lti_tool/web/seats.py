"""A seat of the ring and how it is drawn: head, chair, initials, marks; for `web.circle` alone."""

from dataclasses import dataclass
from math import atan2, cos, radians, sin
from typing import Literal, Protocol

from lti_tool.web.initials import initials, readable
from lti_tool.web.name_places import Label, Point

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


class Around(Protocol):
    """What a seat must know of its ring: the middle, and the size of a head."""

    @property
    def x(self) -> float: ...

    @property
    def y(self) -> float: ...

    @property
    def head(self) -> float: ...


@dataclass(frozen=True)
class Seat:
    """One seat: the signs in its head, the name to use beside it, and how it stands."""

    initials: str
    name: str
    state: State = "mate"
    has_ticked: bool = False
    """Signed or done, for a seat whose state says something else already (your own seat)."""


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


def seat(name: str, state: State = "mate", *, has_ticked: bool = False) -> Seat:
    """A seat for a person's name, as the person writes it; the initials follow from it."""
    return Seat(initials(name), readable(name), state, has_ticked)


def free_seat(words: str = "") -> Seat:
    """A seat that is kept; `words` stand where the name would ("your seat")."""
    return Seat("", words, "free")


def place_seat(seat: Seat, point: Point, label: Label, *, around: Around) -> Placed:
    """One seat at its point, its chair turned away from the middle of the ring."""
    x, y = point
    head, is_wide = around.head, len(seat.initials) == 1
    off = 0.78 * head
    return Placed(
        x=round(x, 1),
        y=round(y, 1),
        head=head,
        look=LOOKS[seat.state],
        chair=_chair(point, around),
        initials=seat.initials,
        initials_y=round(y + head * (0.335 if is_wide else 0.29), 1),
        size=round(head * (0.947 if is_wide else 0.82), 1),
        dash=_dash(point, head) if seat.state == "away" else "",
        tick=_tick(x + off, y + off) if seat.has_ticked or seat.state == "signed" else "",
        tick_x=round(x + off, 1),
        tick_y=round(y + off, 1),
        label=label,
    )


def _chair(point: Point, around: Around) -> str:
    """The back of a chair: an arc of 124 degrees around the head, facing outward."""
    reach = around.head + CHAIR_GAP
    outward = atan2(point[1] - around.y, point[0] - around.x)
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
