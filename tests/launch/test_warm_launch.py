"""What a launch costs in statements, commits and requests, and launches at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import event

from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.db import db
from lti_tool.launch.models import Visit
from lti_tool.platforms.models import Registration
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor

STUDENT = "zoe.mueller"

pytestmark = pytest.mark.usefixtures("registration")


@dataclass
class Cost:
    """What the database was asked."""

    statements: int = 0
    commits: int = 0


@contextmanager
def counted() -> Iterator[Cost]:
    """Count what all connections of this tool ask their database."""
    cost = Cost()

    def ask(*_: object) -> None:
        cost.statements += 1

    def commit(*_: object) -> None:
        cost.commits += 1

    event.listen(db.engine, "before_cursor_execute", ask)
    event.listen(db.engine, "commit", commit)
    yield cost
    event.remove(db.engine, "before_cursor_execute", ask)
    event.remove(db.engine, "commit", commit)


def test_a_warm_launch_takes_four_statements_one_commit_and_no_request(
    tool: str, lms: DemoLms
) -> None:
    person, course = lms.person(STUDENT), lms.courses[0]
    assert Visitor(tool).launch(lms, person, course).status_code == 303
    asked = len(lms.log)
    with counted() as cost:
        assert Visitor(tool).launch(lms, person, course).status_code == 303
    assert cost.statements <= 4
    is_own_transaction = db.engine.dialect.name == "postgresql"
    assert cost.commits == (0 if is_own_transaction else 1)
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
