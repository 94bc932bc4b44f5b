"""A school's colour in place of our green: a style sheet made from six digits, contrast kept.

The sheet sets the tokens of what can be done (`act` and its kin) and no others; WCAG 2.2, 1.4.3
and 1.4.11. For `base.html`, which asks for it where a visit has a colour.
"""

import colorsys
from collections.abc import Callable

from flask import Blueprint, Response
from werkzeug.routing import BaseConverter

from lti_tool.web.security import open_to_all

TEXT = 4.5
STEPS = 25
NEAR = 30 / 360
"""Part of the circle of hues within which the ring of the focus would be lost."""
WHITE, BLACK = "#ffffff", "#000000"
LIGHT = {"page": "#ffffff", "panel": "#f5efe1", "ink-2": "#55605c", "act-ink": WHITE}
DARK = {"page": "#171a19", "panel": "#2a2820", "ink-2": "#b9bdb6"}
INK = ("#23302d", "#ecebe5")
FOCUS_HUE = 222 / 360
Tokens = dict[str, str]

pages = Blueprint("accent", __name__)


class Colour(BaseConverter):
    """Six hexadecimal digits, small letters."""

    regex = "[0-9a-f]{6}"


pages.record(lambda state: state.app.url_map.converters.update(colour=Colour))


@pages.get("/accent/<colour:colour>.css")
@open_to_all
def sheet(colour: str) -> Response:
    """The tokens of one colour; the same for ever."""
    light, dark = tokens_of(f"#{colour}")
    lines = (f"--{name}: var(--light, {light[name]}) var(--dark, {dark[name]});" for name in light)
    answer = Response(f":root {{ {' '.join(lines)} }}\n", mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def tokens_of(colour: str) -> tuple[Tokens, Tokens]:
    """Light and dark tokens: the colour itself where it stands out, else as near as does."""
    light, dark = _light(colour), _dark(colour)
    if _is_near_focus(colour):
        light["focus"], dark["focus"] = INK
    return light, dark


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, definitions)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> Tokens:
    def made(act: str) -> Tokens:
        tint, press = _mix(act, WHITE, 0.88), _mix(act, BLACK, 0.3)
        return {"act": act, "act-press": press, "act-ink": WHITE, "act-tint": tint}

    return _first(colour, BLACK, made=made, grounds=LIGHT)


def _dark(colour: str) -> Tokens:
    def made(act: str) -> Tokens:
        tint, press, ink = (
            _mix(act, DARK["page"], 0.84),
            _mix(act, WHITE, 0.4),
            _mix(act, BLACK, 0.88),
        )
        return {"act": act, "act-press": press, "act-ink": ink, "act-tint": tint}

    return _first(colour, WHITE, made=made, grounds=DARK)


def _first(colour: str, toward: str, *, made: Callable[[str], Tokens], grounds: Tokens) -> Tokens:
    """The first of ever plainer shades that stands out on every ground."""
    shades = (made(_mix(colour, toward, step / STEPS)) for step in range(STEPS))
    return next((one for one in shades if _stands_out(one, grounds)), made(toward))


def _stands_out(one: Tokens, grounds: Tokens) -> bool:
    pairs = [
        (one["act"], grounds["page"]),
        (one["act"], grounds["panel"]),
        (one["act"], one["act-tint"]),
        (grounds["ink-2"], one["act-tint"]),
        (one["act-ink"], one["act"]),
    ]
    return all(contrast(*pair) >= TEXT for pair in pairs)


def _mix(one: str, other: str, share: float) -> str:
    """One colour with a share of the other."""
    both = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round((a + (b - a) * share) * 255):02x}" for a, b in both)


def _is_near_focus(colour: str) -> bool:
    hue, _, saturation = colorsys.rgb_to_hls(*_channels(colour))
    apart = abs(hue - FOCUS_HUE)
    return saturation > 0.2 and min(apart, 1 - apart) < NEAR


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
