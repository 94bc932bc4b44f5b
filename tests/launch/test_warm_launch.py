"""What a launch costs in statements, commits and requests, and launches at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.db import db
from lti_tool.launch.models import Visit
from lti_tool.platforms.models import Registration
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor
from tests.wire import counted

STUDENT = "zoe.mueller"

pytestmark = pytest.mark.usefixtures("registration")


def test_a_warm_launch_takes_one_statement_one_commit_and_no_request(
    tool: str, lms: DemoLms
) -> None:
    person, course = lms.person(STUDENT), lms.courses[0]
    assert Visitor(tool).launch(lms, person, course).status_code == 303
    asked = len(lms.log)
    with counted(db.engine) as wire:
        assert Visitor(tool).launch(lms, person, course).status_code == 303
        # A statement by itself is a transaction of its own: one write that reaches the disk.
        assert (wire.statements, wire.commits) == (1, 0)
    assert len(lms.log) == asked


def test_one_person_may_come_in_eight_times_at_the_same_moment(tool: str, lms: DemoLms) -> None:
    person, course = lms.person(STUDENT), lms.courses[0]
    with ThreadPoolExecutor(8) as pool:
        launches = [pool.submit(Visitor(tool).launch, lms, person, course) for _ in range(16)]
        answers = [one.result().status_code for one in launches]
    assert answers == [303] * 16
    assert db.session.query(Visit).count() == 16
    for noun in (Context, ResourceLink, User, Membership):
        assert db.session.query(noun).count() == 1, noun


def test_a_course_is_renamed_by_the_next_launch(tool: str, lms: DemoLms) -> None:
    person, course = lms.person(STUDENT), lms.courses[0]
    Visitor(tool).launch(lms, person, course)
    course.title = "Research Methods, renamed"
    Visitor(tool).launch(lms, person, course)
    assert db.session.query(Context).one().title == "Research Methods, renamed"


def test_a_registration_that_is_switched_off_lets_nobody_in(tool: str, lms: DemoLms) -> None:
    db.session.query(Registration).update({"is_active": False})
    db.session.commit()
    start = Visitor(tool).begin(dict(lms.login_form(lms.person(STUDENT), lms.courses[0])))
    assert start.status_code == 403
