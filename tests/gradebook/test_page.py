"""The page of staff about scores."""

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import settle_due
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.lti.claims import SCOPE_LINE_ITEM, SCOPE_SCORE
from tests.builders import Browser, make_context, make_member
from tests.gradebook.conftest import does


@pytest.fixture
def course(app: Flask) -> Context:
    """A course whose platform takes scores."""
    return make_context(
        line_items_url="https://lms.example/items", scopes=[SCOPE_LINE_ITEM, SCOPE_SCORE]
    )


def in_state(member: Membership, state: str, refusal: str | None = None) -> None:
    row = db.session.query(OutboxScore).filter_by(membership_id=member.id).one()
    row.state, row.last_refusal = state, refusal
    row.sent_at = utcnow() if state == "sent" else None
    db.session.commit()


def earned(course: Context, name: str, *items: str) -> Membership:
    member = make_member(course, name)
    does(member, *items)
    settle_due()
    return member


def page(app: Flask, course: Context) -> str:
    answer = Browser(app, make_member(course, "Ruth", role="Instructor")).get("/gradebook/")
    assert answer.status_code == 200
    return answer.text


def test_students_may_not_see_it(app: Flask, course: Context) -> None:
    assert Browser(app, make_member(course)).get("/gradebook/").status_code == 403


def test_the_title_says_what_is_in_waits_and_needs_you(app: Flask, course: Context) -> None:
    in_state(earned(course, "Ann", "goal"), "sent")
    in_state(earned(course, "Ben", "goal"), "failed", "locked")
    earned(course, "Cem", "goal")
    assert "<h1>1 score is in, 1 waits, 1 needs you</h1>" in page(app, course)


def test_before_anything_is_sent_it_says_so_and_shows_no_zero(app: Flask, course: Context) -> None:
    make_member(course, "Ann")
    shown = page(app, course)
    assert "<h1>Nothing has been sent yet</h1>" in shown
    assert "No zero is sent" in shown


def test_score_and_reason_are_the_numbers_of_the_student(app: Flask, course: Context) -> None:
    earned(course, "Ann", "goal", "step")
    shown = page(app, course)
    assert "3.33 of 5" in shown
    assert "2 of 3 items done" in shown


def test_trouble_comes_first_with_its_cure(app: Flask, course: Context) -> None:
    in_state(earned(course, "Ann", "goal"), "sent")
    in_state(earned(course, "Zoe", "goal"), "failed", "locked")
    shown = page(app, course)
    assert "Unlock it in the gradebook" in shown
    assert shown.index("Zoe") < shown.index("Ann")


@pytest.mark.parametrize("refusal", ["busy", "no-column", "something new"])
def test_every_refusal_has_words(app: Flask, course: Context, refusal: str) -> None:
    in_state(earned(course, "Ann", "goal"), "failed", refusal)
    assert "Could not be sent" in page(app, course)


def test_a_course_without_a_service_says_so_once(app: Flask) -> None:
    course = make_context()
    earned(course, "Ann", "goal")
    assert page(app, course).count("gives us no gradebook") == 1


def test_sending_again_makes_refused_scores_due(app: Flask, course: Context) -> None:
    member = earned(course, "Ann", "goal")
    in_state(member, "failed", "no-column")
    db.session.query(LineItem).one().url = "https://lms.example/items/1"
    db.session.commit()
    teacher = Browser(app, make_member(course, "Ruth", role="Instructor"))
    assert teacher.post("/gradebook/again").status_code == 303
    db.session.expire_all()
    assert db.session.query(OutboxScore).one().state == "waiting"
    assert db.session.query(LineItem).one().url is None


def test_sending_again_leaves_other_courses_alone(app: Flask, course: Context) -> None:
    other = earned(make_context(), "Ben", "goal")
    in_state(other, "failed", "locked")
    Browser(app, make_member(course, "Ruth", role="Instructor")).post("/gradebook/again")
    db.session.expire_all()
    assert db.session.query(OutboxScore).one().state == "failed"
