"""Announcements and posters say what is set, in each language, with a square that phones read."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask

from lti_tool.courses.models import Context
from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.groups.spreading.forms import MOST
from lti_tool.groups.spreading.pictures import square
from lti_tool.groups.taking_part.actions import say
from lti_tool.lti.course_pages import course_page
from lti_tool.programme.outline.actions import choose, kept_outline
from lti_tool.programme.outline.queries import kinds
from tests.builders import Browser, make_context, make_member

LINK = "https://lms.example/course/view.php?id=5&lang=da"


@pytest.fixture(autouse=True)
def late_november() -> Iterator[None]:
    with time_machine.travel("2026-11-26T12:00:00Z", tick=True):
        yield


@pytest.fixture
def course(app: Flask) -> Context:
    """A course of eight."""
    made = make_context(title="Research Methods")
    for number in range(8):
        make_member(made, f"Student {number}")
    db.session.commit()
    return made


@pytest.fixture
def staff(app: Flask, course: Context) -> Browser:
    return Browser(app, make_member(course, role="Instructor"))


def set_up(course: Context, **values: Any) -> None:
    choose(course.id, values, seen=kept_outline(course.id).version)
    db.session.commit()


def test_the_texts_stand_in_every_language_of_the_programme(
    staff: Browser, course: Context
) -> None:
    set_up(course, languages=["da", "it"])
    page = staff.get("/programme/word").text
    assert kinds()["group"].what.speak("da") in page
    assert kinds()["group"].what.speak("it") in page
    assert kinds()["group"].what.speak("de") not in page
    assert "Spread the word" in page


def test_the_texts_follow_the_settings(staff: Browser, course: Context) -> None:
    assert "answer a short survey by 3 December" in staff.get("/programme/word").text
    set_up(course, joining="opt_in", rhythm="weekly", minutes=30)
    page = staff.get("/programme/word").text
    assert "say yes by 3 December" in page
    assert "you work on your own, for the same credit" in page
    assert "Every week, 30 minutes." in page


def test_the_poster_speaks_the_language_asked_for_and_holds_the_square(
    staff: Browser, course: Context
) -> None:
    set_up(course, course_link=LINK)
    page = staff.get("/programme/word/poster/de").text
    assert '<html lang="de"' in page
    assert kinds()["group"].what.speak("de") in page
    assert 'class="square"' in page
    assert "id=5&amp;lang=da" in page


def test_a_poster_in_a_language_that_is_not_announced_is_not_there(
    staff: Browser, course: Context
) -> None:
    set_up(course, languages=["da"])
    assert staff.get("/programme/word/poster/de").status_code == 404
    assert staff.get("/programme/word/poster/xx").status_code == 404


def test_where_nobody_knows_the_address_the_poster_has_no_square(staff: Browser) -> None:
    page = staff.get("/programme/word/poster/en").text
    assert 'class="square"' not in page


def test_the_address_of_the_launch_serves_until_staff_write_another(
    app: Flask, course: Context
) -> None:
    staff = Browser(app, make_member(course, role="Instructor"), return_url="https://lms.example/5")
    assert "https://lms.example/5" in staff.get("/programme/word").text
    seen = str(kept_outline(course.id).version)
    db.session.commit()
    staff.post("/programme/word", {"-version": seen, "course_link": LINK})
    assert "https://lms.example/5" not in staff.get("/programme/word").text


@pytest.mark.parametrize(
    "wrong", ["javascript:alert(1)", "lms.example/5", "https://", "https://[", "ftp://a.example"]
)
def test_what_is_no_address_of_the_web_is_refused_beside_the_field(
    staff: Browser, course: Context, wrong: str
) -> None:
    seen = str(kept_outline(course.id).version)
    db.session.commit()
    got = staff.post("/programme/word", {"-version": seen, "course_link": wrong})
    assert got.status_code == 422
    assert "Begin with https://" in got.text
    assert kept_outline(course.id).course_link == ""


def test_the_count_is_in_words_and_names_nobody(staff: Browser, course: Context) -> None:
    set_up(course, joining="opt_in")
    for member, is_yes in zip(learners_of(course.id), (True, True, False), strict=False):
        say(member, is_yes=is_yes)
    db.session.commit()
    said = staff.get("/programme/word/count").get_json()["words"]
    assert said == "2 said yes, 1 said no, 5 have said nothing yet."
    assert said in staff.get("/programme/word").text
    assert "Student" not in staff.get("/programme/word").text.replace("Students", "")


@pytest.mark.parametrize(
    ("returns", "page"),
    [
        ("https://c.example/courses/42/external_content/success/external_tool_redirect",
         "https://c.example/courses/42"),
        ("https://m.example/moodle/mod/lti/return.php?course=5&launch_container=3&instanceid=7",
         "https://m.example/moodle/course/view.php?id=5"),
        ("https://other.example/back?user=17&token=abc", "https://other.example/back"),
        (None, ""),
    ],
)  # fmt: skip
def test_the_page_of_the_course_is_told_from_the_return_address(
    returns: str | None, page: str
) -> None:
    assert course_page(returns) == page


def test_a_square_is_drawn_up_to_a_length_that_phones_read() -> None:
    assert square("https://lms.example/5").startswith("<svg")
    assert square("https://lms.example/" + "x" * MOST) == ""
    assert "style=" not in square(LINK)


@pytest.mark.parametrize("path", ["", "/count", "/poster/en"])
def test_students_see_none_of_it(app: Flask, course: Context, path: str) -> None:
    student = Browser(app, learners_of(course.id)[0])
    assert student.get(f"/programme/word{path}").status_code == 403
