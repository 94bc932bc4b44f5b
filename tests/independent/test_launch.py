"""Launches from a platform that others wrote: Open edX's certified one."""

import pytest
import requests

from lti_tool.db import db
from lti_tool.launch.models import Visit
from tests.independent.course import AMARA, ASSISTANT, RUTH, Course
from tests.visitor import Visitor

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.mark.parametrize(("person", "lands_on"), [(AMARA, "/home"), (RUTH, "/groups")])
def test_people_land_on_the_page_that_is_theirs(course: Course, person: int, lands_on: str) -> None:
    visitor = Visitor(course.tool)
    answer = course.launch(person, visitor)
    assert answer.status_code == 303, answer.text[:300]
    assert answer.headers["Location"].rstrip("/").endswith(lands_on)
    page = visitor.open(answer.headers["Location"])
    assert page.status_code == 200, page.text[:300]
    assert "<h1" in page.text


def test_the_course_is_known_by_its_name_and_offers_both_services(course: Course) -> None:
    course.launch(AMARA)
    context = course.context
    assert context.title == "Peers"
    assert context.memberships_url and context.line_items_url


def test_who_helps_with_teaching_is_staff(course: Course) -> None:
    course.launch(ASSISTANT)
    assert course.member(ASSISTANT).is_staff


def test_a_launch_signed_with_another_key_is_refused(course: Course) -> None:
    course.tell("key")
    answer = course.launch(AMARA)
    assert answer.status_code == 401, answer.text[:300]
    assert db.session.query(Visit).count() == 0


def test_a_launch_cannot_be_sent_twice(course: Course) -> None:
    answer = course.launch(AMARA)
    assert answer.status_code == 303
    again = requests.post(answer.request.url or "", data=answer.request.body, timeout=30)
    assert again.status_code == 401
    assert db.session.query(Visit).count() == 1
