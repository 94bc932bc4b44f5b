"""The temperaments by name; the one place that knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.demo_lms.temperaments.canvas.canvas import canvas
from tests.demo_lms.temperaments.moodle.moodle import moodle
from tests.demo_lms.temperaments.shape import Temperament

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

TEMPERAMENTS = {"canvas": canvas, "moodle": moodle}


def temperament_of(name: str, site: Site) -> Temperament:
    """The parts of this kind of LMS; ValueError for a name that is none."""
    if name not in TEMPERAMENTS:
        raise ValueError(f"Unknown temperament {name!r}: choose {' or '.join(TEMPERAMENTS)}")
    return TEMPERAMENTS[name](site)
