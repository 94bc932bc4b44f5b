"""Staff whom the platform limits to their sections see and change nothing beyond them."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.courses.models import Membership
from lti_tool.courses.sight import WHOLE, Sight
from lti_tool.db import db, utcnow
from lti_tool.groups.models import Grouping
from lti_tool.launch.models import Visit
from lti_tool.programme.actions import record
from tests.builders import Browser, make_circle, make_context, make_group, make_member
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Role
from tests.visitor import Visitor

IDS = st.frozensets(st.sampled_from("abcde"))


@given(IDS, IDS, st.sampled_from("abcde"))
def test_to_choose_a_section_never_widens_the_sight(
    mine: frozenset[str], theirs: frozenset[str], section: str
) -> None:
    sight = Sight(mine)
    assert not sight.on(section).covers(theirs) or sight.covers(theirs)
    assert WHOLE.on(section).covers(theirs) == (section in theirs)


@dataclass
class Course:
    browser: Browser
    near: list[Membership]
    far: list[Membership]


@pytest.fixture
def course(app: Flask) -> Course:
    """An assistant of one section; a circle in it, one in another, and one across both."""
    context = make_context()
    near = [make_member(context, f"Near {n}") for n in range(5)]
    far = [make_member(context, f"Distant {n}") for n in range(5)]
    for number, circle in enumerate([near[:3], far[:3], [near[3], far[3]]], start=1):
        group = make_circle(circle, number=number)
    db.session.get_one(Grouping, group.grouping_id).published_at = utcnow() - timedelta(days=30)
    section = make_group(context, near, "Morning", kind="section")
    make_group(context, far, "Evening", kind="section")
    for one in (*near, *far):
        record(one, "goal")
    assistant = make_member(
        context, "Tom", role="TeachingAssistant", section_ids=[section.group_id]
    )
    return Course(Browser(app, assistant, is_section_only=True), near, far)


def test_the_board_shows_their_own_sections_alone(course: Course) -> None:
    page = course.browser.get("/board").text
    assert "Circle 1" in page
    assert "Circle 2" not in page
    assert "Circle 3" in page
    assert "Evening" not in page


def test_of_a_circle_across_sections_they_see_their_own_and_can_do_nothing(course: Course) -> None:
    page = course.browser.get("/board/circles/3").text
    assert "Near 3" in page
    assert "Distant" not in page
    assert "Send the prepared line" not in page
    assert course.browser.post("/board/circles/3/line", {"flag": "meeting"}).status_code == 404


def test_a_circle_beyond_their_sections_is_not_there(course: Course) -> None:
    assert course.browser.get("/board/circles/2").status_code == 404
    assert course.browser.post("/board/circles/2/rest", {"flag": "meeting"}).status_code == 404
    assert course.browser.post("/board/circles/1/line", {"flag": "meeting"}).status_code == 303


def test_no_page_of_staff_tells_them_of_somebody_beyond(app: Flask, course: Course) -> None:
    """Walks every address: what is about the whole course is closed, the rest is narrowed."""
    opened, guards = 0, ("instructors", "staff", "members")
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "guard", "")
        if not rule.rule.startswith("/s/<sid>/") or guard not in guards:
            continue
        path = rule.rule.removeprefix("/s/<sid>")
        path = path.replace("<int:number>", "0").replace("<path:", "<").replace("<part>", "kind")
        path = path.replace("<kind>", "csv")
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            ask = course.browser.get if method == "GET" else course.browser.post
            answer = ask(path)
            assert "Distant" not in answer.text, rule.rule
            assert guard != "instructors" or answer.status_code in (403, 404), rule.rule
            opened += answer.status_code == 200
    assert opened >= 2


def test_the_ways_lead_only_to_what_is_open_to_them(course: Course) -> None:
    page = course.browser.get("/board").text
    assert "Asked of me" in page
    assert "Gradebook" not in page
    assert "about the whole course" in course.browser.get("/gradebook/").text


def test_who_is_in_no_section_that_is_known_sees_nobody(app: Flask, course: Course) -> None:
    lost = make_member(course.near[0].context, "Lost", role="TeachingAssistant")
    page = Browser(app, lost, is_section_only=True).get("/board").text
    assert "Nobody to show" in page


@pytest.mark.usefixtures("registration")
@pytest.mark.parametrize(("said", "is_limited"), [("true", True), ("false", False), (None, False)])
def test_a_launch_tells_who_is_limited(
    tool: str, lms: DemoLms, said: str | None, is_limited: bool
) -> None:
    if said is not None:
        lms.registration.custom["pc_section_only"] = said
    assistant = lms.person("ruth.adeyemi")
    done = Visitor(tool).launch(lms, assistant, lms.course)
    assert done.status_code == 303
    assert db.session.query(Visit).one().is_section_only is is_limited
    assert ("/board" in done.headers["Location"]) is is_limited
    assert Role.STUDENT not in [one.role for one in lms.course.of(assistant)]
