"""A school's colour: taken where it comes in the launch, and as readable as our own."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.db import db
from lti_tool.launch.models import Visit
from lti_tool.lti import claims
from lti_tool.lti.brand import accent_of
from lti_tool.platforms.models import Registration
from lti_tool.web.accent import DARK, LIGHT, tokens_of
from tests.builders import Browser, make_context, make_member
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor
from tests.web.test_look_tokens import PAIRS, TOKENS, contrast

CRIMSON = "#a51c30"
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def said(brand: Any, **custom: Any) -> str:
    return accent_of({claims.CUSTOM: {"pc_brand": brand, **custom}})


@given(COLOURS)
def test_whatever_colour_a_school_has_everything_stands_out(colour: str) -> None:
    for theme, own in zip(("light", "dark"), tokens_of(colour), strict=True):
        tokens = {**TOKENS[theme], **own}
        for shown, ground, least in PAIRS:
            assert contrast(tokens[shown], tokens[ground]) >= least, (colour, theme, shown, ground)


def test_the_grounds_are_those_of_the_look() -> None:
    for theme, grounds in (("light", LIGHT), ("dark", DARK)):
        assert grounds.items() <= TOKENS[theme].items()


def test_a_colour_that_stands_out_is_taken_as_it_is() -> None:
    light, dark = tokens_of(CRIMSON)
    assert light["act"] == CRIMSON
    assert dark["act"] != CRIMSON
    assert "focus" not in light


def test_a_blue_leaves_the_focus_to_be_seen() -> None:
    light, dark = tokens_of("#0b3d91")
    assert (light["focus"], dark["focus"]) == (TOKENS["light"]["ink"], TOKENS["dark"]["ink"])


def test_the_colour_is_read_from_the_configuration_of_the_school() -> None:
    assert said(json.dumps({"ic-brand-primary": "#A51C30", "ic-link-color": "#000000"})) == "a51c30"


@pytest.mark.parametrize(
    "brand",
    [
        "$com.instructure.brandConfigJSON",
        None,
        "",
        "null",
        "[]",
        "{}",
        "[" * 10_000,
        '{"ic-brand-primary": null}',
        '{"ic-brand-primary": "red"}',
        '{"ic-brand-primary": "#a51c30; } body { display: none"}',
        {"ic-brand-primary": "#a51c30"},
    ],
)
def test_anything_else_leaves_our_own(brand: Any) -> None:
    assert said(brand) == ""


def test_who_asks_for_high_contrast_gets_our_own() -> None:
    brand = json.dumps({"ic-brand-primary": CRIMSON})
    assert said(brand, pc_high_contrast="true") == ""
    assert said(brand, pc_high_contrast="false") == "a51c30"


def test_the_sheet_is_small_and_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get("/accent/a51c30.css?v=1")
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    token = r" --[a-z-]+: var\(--light, #\w{6}\) var\(--dark, #\w{6}\);"
    assert re.fullmatch(rf":root \{{({token})+ \}}\n", answer.text)


@pytest.mark.parametrize("colour", ["A51C30", "a51c3", "a51c30aa", "red", "..%2f"])
def test_a_sheet_is_made_of_six_digits_only(client: FlaskClient, colour: str) -> None:
    assert client.get(f"/accent/{colour}.css").status_code == 404


def test_pages_of_a_visit_ask_for_its_sheet_and_others_for_none(app: Flask) -> None:
    context = make_context()
    branded = Browser(app, make_member(context, role="Instructor"), accent="a51c30")
    plain = Browser(app, make_member(context, role="Instructor"))
    assert "/accent/a51c30.css" in branded.get("/groups/").text
    assert "/accent/" not in plain.get("/groups/").text


def test_a_school_with_a_theme_of_its_own_is_recognised(
    tool: str, lms: DemoLms, registration: Registration
) -> None:
    lms.brand = {"ic-brand-primary": CRIMSON}
    Visitor(tool).launch(lms, lms.person("zoe.mueller"), lms.course)
    expected = "a51c30" if lms.temperament.name == "canvas" else ""
    assert db.session.query(Visit).one().accent == expected
