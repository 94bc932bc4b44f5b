"""The canvas temperament put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.demo_lms.temperaments.canvas.addresses import CanvasAddresses
from tests.demo_lms.temperaments.canvas.claims import CanvasClaims
from tests.demo_lms.temperaments.canvas.columns import CanvasColumns
from tests.demo_lms.temperaments.canvas.content import CanvasContent
from tests.demo_lms.temperaments.canvas.door import CanvasDoor
from tests.demo_lms.temperaments.canvas.identities import CanvasIdentities
from tests.demo_lms.temperaments.canvas.marks import CanvasMarks
from tests.demo_lms.temperaments.canvas.registrar import CanvasRegistrar
from tests.demo_lms.temperaments.canvas.roster import CanvasRoster
from tests.demo_lms.temperaments.canvas.services import CanvasServices
from tests.demo_lms.temperaments.canvas.tokens import CanvasTokens
from tests.demo_lms.temperaments.shape import Temperament

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def canvas(site: Site) -> Temperament:
    """Every part of an LMS like hosted Canvas."""
    return Temperament(
        name="canvas",
        has_test_student=True,
        hears_messages=True,
        opens_reviews=False,
        frame_allows="autoplay *; clipboard-write *; fullscreen *; microphone *; camera *",
        identities=CanvasIdentities(),
        addresses=CanvasAddresses(site),
        door=CanvasDoor(site, {"Cache-Control": "max-age=864000"}),
        claims=CanvasClaims(site),
        content=CanvasContent(site),
        tokens=CanvasTokens(),
        services=CanvasServices(site),
        roster=CanvasRoster(site),
        columns=CanvasColumns(site),
        marks=CanvasMarks(site),
        registrar=CanvasRegistrar(),
    )
