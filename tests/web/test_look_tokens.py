"""Contrast by the WCAG formula, colours in one place, small scripts: the promises of the look."""

import gzip
import re
from pathlib import Path

import pytest

from lti_tool.settings import shipped

STATIC = Path(__file__).parents[2] / "lti_tool" / "web" / "static"
SHEET = (STATIC / "look.css").read_text()
TOKEN = re.compile(r"--([\w-]+): var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\);")
TOKENS = {
    "light": {name: light for name, light, _ in TOKEN.findall(SHEET)},
    "dark": {name: dark for name, _, dark in TOKEN.findall(SHEET)},
}
TEXT, SHAPE = 4.5, 3.0
LARGEST_SCRIPTS = 4096
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2") for ground in ("page", "panel", "sunk")],
    *[(ink, "act-tint", TEXT) for ink in ("ink", "ink-2", "act")],
    *[
        (word, ground, TEXT)
        for word in ("act", "act-press", "warm", "stop")
        for ground in ("page", "panel")
    ],
    ("act-ink", "act", TEXT),
    ("act-ink", "act-press", TEXT),
    ("seat-ink", "seat", TEXT),
    ("seat-ink", "page", TEXT),
    *[("ink", f"heat-{step}", TEXT) for step in (1, 2, 3)],
    ("heat-4-ink", "heat-4", TEXT),
    ("ink-2", "sunk", TEXT),
    *[
        (shape, ground, SHAPE)
        for shape in ("edge", "chair", "focus", "act")
        for ground in ("page", "panel")
    ],
]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2, definitions)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize(("shown", "ground", "least"), PAIRS)
def test_whatever_carries_meaning_stands_out(
    shown: str, ground: str, least: float, theme: str
) -> None:
    tokens = TOKENS[theme]
    assert contrast(tokens[shown], tokens[ground]) >= least


def test_the_formula_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_every_colour_is_a_token() -> None:
    assert len(TOKENS["light"]) == len(TOKENS["dark"]) >= 22
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", TOKEN.sub("", SHEET)) == []


def test_every_name_that_the_sheet_uses_is_given_a_value() -> None:
    used = set(re.findall(r"var\(--([\w-]+)", SHEET))
    given = set(re.findall(r"--([\w-]+):", SHEET))
    assert used <= given


def test_nothing_is_fixed_sticky_or_as_high_as_the_window() -> None:
    assert not re.search(r"position:\s*(fixed|sticky)|\d+[dls]?vh\b", SHEET)


def test_the_sheet_asks_nobody_for_fonts_or_pictures() -> None:
    assert not re.search(r"@import|@font-face|url\(", SHEET)


def test_layout_knows_no_left_and_right() -> None:
    physical = r"(?<![\w-])((margin|padding|border)-(left|right)|left|right|float)\s*:"
    assert not re.search(physical, SHEET)


def everywhere() -> list[Path]:
    """The scripts that every page loads, as the frame of pages names them."""
    named = re.search(r"for part in \((.*?)\)", (shipped("templates") / "base.html").read_text())
    assert named
    return [STATIC / f"{part}.js" for part in re.findall(r'"(.*?)"', named[1])]


def test_the_scripts_of_every_page_are_there_and_stay_small() -> None:
    carrier = STATIC / "carry.js"
    others = [file for file in everywhere() if file != carrier]
    assert carrier in everywhere()
    assert len(others) == 4
    assert sum(len(gzip.compress(file.read_bytes())) for file in others) < LARGEST_SCRIPTS
    assert len(gzip.compress(carrier.read_bytes())) < LARGEST_SCRIPTS


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.js")), ids=lambda file: file.stem)
def test_no_script_imports_another(file: Path) -> None:
    """An import carries no version, and browsers keep our files for a year."""
    assert not re.search(r"^\s*(import\b|export\b.*\bfrom\b)", file.read_text(), re.MULTILINE)
