"""The course list of a platform that others wrote, over several pages."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import serialization

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.lti.keys import new_key
from lti_tool.roster.actions import sync
from tests.independent.course import AMARA, LI, PEOPLE, RUTH, SOREN, Course, subject

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def read(course: Course) -> tuple[str, str]:
    done = sync(course.context.id)
    db.session.commit()
    return done.outcome, done.reason


def test_the_list_is_read_to_its_last_page(course: Course) -> None:
    course.launch(RUTH)
    assert read(course) == ("complete", "")
    assert len(course.requests_of("/memberships")) == 3
    found = {one.user.subject: one.user.name for one in db.session.query(Membership)}
    assert found == {subject(one["id"]): one["name"] for one in PEOPLE}


def test_who_launched_and_who_stands_in_the_list_is_one_person(course: Course) -> None:
    course.launch(AMARA)
    read(course)
    assert course.member(AMARA).is_learner
    assert course.member(RUTH).is_staff and not course.member(RUTH).is_learner


def test_a_platform_that_keeps_names_to_itself_takes_none_away(
    open_course: Callable[..., Course],
) -> None:
    course = open_course(shares_names=False)
    course.launch(LI)
    assert read(course) == ("complete", "")
    assert course.member(LI).user.name == "李 小龙"
    assert course.member(SOREN).user.name == ""


def test_a_tool_with_another_key_than_the_platform_knows_gets_no_list(
    open_course: Callable[..., Course],
) -> None:
    other = new_key().public_key()
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = other.public_bytes(serialization.Encoding.PEM, kind).decode()
    course = open_course(tool_keys={"lti_1p3_tool_public_key": pem})
    course.launch(AMARA)
    assert read(course) == ("failed", "refused")
    assert course.requests_of("/memberships") == []
