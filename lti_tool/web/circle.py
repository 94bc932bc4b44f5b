"""The ring of seats as plain numbers, for `templates/parts/circle.html`; any step's pages may use it.

Lengths are in units of the drawing, which at full width are CSS pixels. Angles run clockwise from
the bottom, where the reader sits.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import Literal

from lti_tool.web.initials import first_sign, initials, readable, signs_of

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
NAME_SIZE = 15
LINE_STEP = 21
MARGIN = 4
LONG_FACT = 10
"""A fact of more signs is set smaller, so that it stays between the seats."""


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
    name: str
    name_x: float
    name_y: float


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
    places = _places(_from_you(seats), NAMED)
    shown = [(s, x, y, *_name_place(s.name, (x, y), places)) for s, x, y in places]
    drawn = tuple(_draw(s, (x, y), NAMED, label) for s, x, y, *label in shown)
    return _ring(NAMED, drawn, _lines(middle))


def staff_ring(seats: Sequence[Seat]) -> Ring:
    """The ring of staff pages, 128 wide: initials only."""
    places = _places(_from_you(seats), STAFF)
    drawn = tuple(_draw(s, (x, y), STAFF, ["", 0.0, 0.0]) for s, x, y in places)
    return _ring(STAFF, drawn, ())
