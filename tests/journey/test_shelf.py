"""The shelf of a circle and that of the course: web addresses only, and never from whom."""

import re
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.courses.models import Membership
from lti_tool.forms.kinds import Wrong
from lti_tool.forms.links import Link
from tests.builders import Browser, make_circle, make_context, make_member

KEY = "r" * 12
THING: dict[str, Any] = {
    "title": "How to read a method chapter",
    "link": "https://example.org/read",
    "why": "It took my fear away.",
    "-version": "0",
}


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    context = make_context()
    members = [make_member(context, name) for name in ("Amara Okonkwo", "Søren Kierkegaard")]
    make_circle(members)
    return members


@pytest.fixture
def amara(app: Flask, circle: list[Membership]) -> Browser:
    return Browser(app, circle[0])


@pytest.fixture
def other(app: Flask, circle: list[Membership]) -> Browser:
    """Somebody of the same course in another circle."""
    one = make_member(circle[0].context, "Jonas Weber")
    make_circle([one, make_member(circle[0].context, "Zoë Bartoň")], number=2)
    return Browser(app, one)


def _share(browser: Browser, **changes: Any) -> None:
    assert browser.post(f"/shelf/{KEY}", {**THING, **changes}).status_code == 303


def test_a_link_stands_on_the_shelf_of_the_circle_and_nowhere_else(
    app: Flask, amara: Browser, circle: list[Membership], other: Browser
) -> None:
    _share(amara)
    page = Browser(app, circle[1]).get("/shelf").text
    assert "How to read a method chapter" in page
    assert "Amara" in page
    assert "How to read" not in other.get("/shelf").text


def test_its_author_may_put_it_on_the_course_shelf_without_a_name(
    amara: Browser, other: Browser
) -> None:
    _share(amara)
    assert amara.post(f"/shelf/{KEY}/course", {"wanted": "yes"}).status_code == 303
    page = other.get("/shelf").text
    assert "How to read a method chapter" in page
    assert "Amara" not in page
    assert "Circle" not in page.partition('id="course"')[2].partition("<nav")[0]
    amara.post(f"/shelf/{KEY}/course", {"wanted": "no"})
    assert "How to read" not in other.get("/shelf").text


def test_a_mate_cannot_put_it_there_change_it_or_take_it_down(
    app: Flask, amara: Browser, circle: list[Membership], other: Browser
) -> None:
    _share(amara)
    mate = Browser(app, circle[1])
    assert mate.post(f"/shelf/{KEY}/course", {"wanted": "yes"}).status_code == 404
    assert mate.get(f"/shelf/{KEY}").status_code == 404
    mate.post(f"/shelf/{KEY}/down")
    assert "How to read" in amara.get("/shelf").text
    assert "How to read" not in other.get("/shelf").text


def test_what_is_taken_down_is_gone_from_both_shelves(amara: Browser, other: Browser) -> None:
    _share(amara)
    amara.post(f"/shelf/{KEY}/course", {"wanted": "yes"})
    for _ in range(2):
        assert amara.post(f"/shelf/{KEY}/down").status_code == 303
    assert all("How to read" not in one.get("/shelf").text for one in (amara, other))


def test_nothing_is_loaded_from_where_a_link_leads(amara: Browser) -> None:
    _share(amara)
    page = amara.get("/shelf").text
    found = re.findall(r"<[^>]*example\.org/read[^>]*>", page)
    assert len(found) == 1
    assert found[0].startswith("<a ")
    assert 'rel="noopener noreferrer nofollow"' in found[0]
    assert 'referrerpolicy="no-referrer"' in found[0]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://", "just words",
     "https://name:word@example.org", "https://exa mple.org", "//example.org", "http://localhost"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_beside_its_box(amara: Browser, address: str) -> None:
    answer = amara.post(f"/shelf/{KEY}", {**THING, "link": address})
    assert answer.status_code == 422
    assert "Paste the address of a page" in answer.text
    assert "It took my fear away." in answer.text


@given(st.text(max_size=60))
def test_whatever_is_kept_begins_with_http_and_has_no_blank_in_it(typed: str) -> None:
    try:
        kept = Link().read(typed.strip())
    except Wrong:
        return
    assert kept == "" or kept.startswith(("http://", "https://"))
    assert not re.search(r'[\s<>"]', kept)


def test_what_kind_of_thing_it_is_stands_beside_it_on_both_shelves(
    app: Flask, amara: Browser, circle: list[Membership], other: Browser
) -> None:
    _share(amara, sort="talk")
    amara.post(f"/shelf/{KEY}/course", {"wanted": "yes"})
    for page in (Browser(app, circle[1]).get("/shelf").text, other.get("/shelf").text):
        assert "A talk or a film" in page
