"""The address of a course as a square that phones read (QR code, ISO/IEC 18004)."""

import segno
from markupsafe import Markup

from lti_tool.groups.spreading.forms import MOST


def square(link: str) -> Markup:
    """The drawing, with the white border that readers need; empty where there is no address."""
    if not link or len(link) > MOST:
        return Markup("")
    made = segno.make(link, error="m", micro=False)
    drawn = made.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="square")
    return Markup(drawn)
