"""Before a circle parts: thanks for all, and a contact only where both want to stay in touch."""

from typing import Any

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from tests.builders import Browser, make_circle, make_context, make_member

MAIL = "amara@somewhere.example"
CLOSING: dict[str, Any] = {
    "gave": "A question",
    "gained": "More courage",
    "thanks": "You listened well.",
    "touch": "yes",
    "contact": MAIL,
}


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    context = make_context()
    members = [make_member(context, name) for name in ("Amara Okonkwo", "Søren K", "Minh Anh")]
    make_circle(members)
    return members


@pytest.fixture
def browsers(app: Flask, circle: list[Membership]) -> list[Browser]:
    return [Browser(app, one) for one in circle]


def _close(browser: Browser, seen: int = 0, **changes: Any) -> None:
    sent = {**CLOSING, "-version": str(seen), **changes}
    assert browser.post("/closing", sent).status_code == 303


def test_a_contact_is_shown_only_where_both_opted_in(browsers: list[Browser]) -> None:
    amara, soren, minh = browsers
    _close(amara)
    assert MAIL not in soren.get("/closing").text
    _close(soren, contact="soren@somewhere.example")
    _close(minh, touch="no", contact="minh@somewhere.example")
    assert MAIL in soren.get("/closing").text
    assert "soren@somewhere.example" in amara.get("/closing").text
    assert MAIL not in minh.get("/closing").text
    assert "minh@somewhere.example" not in amara.get("/closing").text


def test_whoever_takes_it_back_is_out_on_both_sides(browsers: list[Browser]) -> None:
    amara, soren, _ = browsers
    _close(amara)
    _close(soren, contact="soren@somewhere.example")
    _close(amara, seen=1, touch="no")
    assert MAIL not in soren.get("/closing").text
    assert "soren@somewhere.example" not in amara.get("/closing").text


def test_nobody_learns_who_said_no(browsers: list[Browser]) -> None:
    amara, soren, minh = browsers
    _close(amara)
    _close(minh, touch="no", thanks="", contact="")
    assert "Minh Anh" not in amara.get("/closing").text
    assert "More courage" not in soren.get("/closing").text


def test_thanks_are_read_by_the_circle(app: Flask, browsers: list[Browser]) -> None:
    amara, soren, _ = browsers
    _close(amara, touch="no")
    assert "You listened well." in soren.get("/closing").text


def test_a_closing_written_in_two_windows_shows_both(browsers: list[Browser]) -> None:
    amara = browsers[0]
    _close(amara)
    other = {**CLOSING, "-version": "0", "gained": "A friend"}
    answer = amara.post("/closing", other)
    assert answer.status_code == 409
    assert "A friend" in answer.text
    assert "More courage" in answer.text
