"""A gradebook opens one student's line: staff and the student see status, nobody else anything."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.db import db
from lti_tool.programme.actions import record
from lti_tool.programme.models import ParticipationEvent
from tests.builders import Browser
from tests.demo_lms.gradebook import LineItem
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.oidc import ABSENT
from tests.journey.writers import write_goal
from tests.visitor import Visitor

STUDENT, OTHER, TEACHER = "ngozi.okafor", "kwame.mensah", "ruth.adeyemi"
SECRET = "qzx-secret"
SAMPLE = Path(__file__).parents[2] / "samples" / "moodle" / "launch-submission-review.json"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

pytestmark = pytest.mark.usefixtures("registration")
once = pytest.mark.parametrize(("settings", "lms"), [("sqlite", "moodle")], indirect=True)


@pytest.fixture
def column(app: Flask, tool: str, lms: DemoLms) -> LineItem:
    """The column of a course in which two students take part, one of whom has written a goal."""
    for name in (STUDENT, OTHER):
        Visitor(tool).launch(lms, lms.person(name), lms.courses[0])
    db.session.rollback()
    author = member(lms, STUDENT)
    write_goal(Browser(app, author), title=f"{SECRET} goal", share="all")
    return lms.add_line_item(lms.courses[0], "Taking part", score_maximum=5.0)


def member(lms: DemoLms, username: str) -> Membership:
    """Somebody of the course as the tool knows them."""
    subject = lms.person(username).id
    return db.session.query(Membership).join(User).filter(User.subject == subject).one()


def opened(
    tool: str, lms: DemoLms, column: LineItem, *, viewer: str, student: str, **changes: Any
) -> requests.Response:
    """What somebody sees who opens the line of a student in the gradebook of the LMS."""
    visitor, person, course = Visitor(tool), lms.person(viewer), lms.courses[0]
    form = lms.review_form(person, course, item=column, student=lms.person(student))
    address = visitor.begin(dict(form)).headers["Location"]
    sent = dict(lms.launch_form(person, course, address))
    if changes:
        nonce = parse_qs(urlsplit(address).query)["nonce"][0]
        said = {
            LTI + "message_type": "LtiSubmissionReviewRequest",
            LTI + "for_user": {"user_id": lms.person(student).id},
            AGS: {"lineitem": lms.line_item_url(course, column)},
            **{LTI + name if name != "ags" else AGS: value for name, value in changes.items()},
        }
        sent["id_token"] = lms.mint(person, course, nonce=nonce, changes=said)
    answer = visitor.finish(sent)
    while answer.status_code == 303:
        answer = visitor.open(answer.headers["Location"])
    return answer


def test_a_teacher_sees_how_a_student_takes_part_and_no_word_of_it(
    tool: str, lms: DemoLms, column: LineItem
) -> None:
    page = opened(tool, lms, column, viewer=TEACHER, student=STUDENT)
    assert page.status_code == 200
    assert lms.person(STUDENT).name in page.text
    assert re.search(r"1 of \d+ items done", page.text)
    assert SECRET not in page.text
    assert lms.person(STUDENT).id not in re.split(r"[/?&=]", page.url)


@once
def test_a_student_sees_their_own_line(tool: str, lms: DemoLms, column: LineItem) -> None:
    page = opened(tool, lms, column, viewer=STUDENT, student=STUDENT)
    assert page.status_code == 200
    assert re.search(r"You have done 1 of \d+ items", page.text)


@once
@pytest.mark.parametrize("viewer", [OTHER, "amelie.lefevre"])
def test_who_is_no_teacher_sees_nobody_else(
    tool: str, lms: DemoLms, column: LineItem, viewer: str
) -> None:
    page = opened(tool, lms, column, viewer=viewer, student=STUDENT)
    assert page.status_code == 403
    assert "This line is about somebody else" in page.text
    assert lms.person(STUDENT).family_name not in page.text


@once
@pytest.mark.parametrize("stranger", [TEACHER, "ada.castellan", "amelie.lefevre"])
def test_who_does_not_take_part_as_far_as_we_know_is_said_not_to(
    tool: str, lms: DemoLms, column: LineItem, stranger: str
) -> None:
    page = opened(tool, lms, column, viewer=TEACHER, student=stranger)
    assert page.status_code == 404
    assert "This person does not take part here yet" in page.text


@once
def test_a_student_of_another_course_is_nobody_here(
    tool: str, lms: DemoLms, column: LineItem
) -> None:
    elsewhere = lms.add_course("EL", "Elsewhere")
    elsewhere.enrol(lms.person("amelie.lefevre"))
    Visitor(tool).launch(lms, lms.person("amelie.lefevre"), elsewhere)
    page = opened(tool, lms, column, viewer=TEACHER, student="amelie.lefevre")
    assert page.status_code == 404


@once
@pytest.mark.parametrize(
    "change",
    [
        {"for_user": ABSENT},
        {"for_user": None},
        {"for_user": "7"},
        {"for_user": {}},
        {"for_user": {"user_id": 7}},
        {"for_user": {"user_id": ""}},
        {"for_user": {"user_id": "x" * 300}},
        {"ags": {}},
        {"ags": "none"},
        {"ags": {"lineitem": None}},
        {"ags": {"lineitem": "javascript:alert(1)"}},
    ],
)
def test_a_request_that_names_no_student_or_column_is_told_so(
    tool: str, lms: DemoLms, column: LineItem, change: dict[str, Any]
) -> None:
    page = opened(tool, lms, column, viewer=TEACHER, student=STUDENT, **change)
    assert page.status_code == 400
    assert "The gradebook does not say whose work to show" in page.text


@once
def test_a_review_without_a_link_or_a_name_is_served(
    tool: str, lms: DemoLms, column: LineItem
) -> None:
    page = opened(tool, lms, column, viewer=TEACHER, student=STUDENT, resource_link=ABSENT)
    assert page.status_code == 200


@once
def test_a_review_changes_nothing_of_the_course_and_its_links(
    tool: str, lms: DemoLms, column: LineItem
) -> None:
    def links() -> list[tuple[str, str | None]]:
        db.session.rollback()
        found = db.session.query(ResourceLink).order_by(ResourceLink.id)
        return [(one.title, one.line_item_url) for one in found]

    before = links()
    opened(tool, lms, column, viewer=TEACHER, student=STUDENT)
    assert links() == before
    assert db.session.query(Context).count() == 1


@once
def test_what_was_taken_back_is_not_done_any_more(
    tool: str, lms: DemoLms, column: LineItem
) -> None:
    author = member(lms, STUDENT)
    written = db.session.query(ParticipationEvent).filter_by(membership_id=author.id, item="goal")
    record(author, "goal", written.one().piece, is_done=False)
    db.session.commit()
    page = opened(tool, lms, column, viewer=TEACHER, student=STUDENT)
    assert re.search(r"0 of \d+ items done", page.text)


@once
def test_a_visit_that_came_by_a_link_has_no_line_to_show(
    app: Flask, tool: str, lms: DemoLms, column: LineItem
) -> None:
    assert Browser(app, member(lms, STUDENT)).get("/review").status_code == 404


@once
def test_a_recorded_request_of_moodle_is_served(tool: str, lms: DemoLms, column: LineItem) -> None:
    recorded = json.loads(SAMPLE.read_text("utf-8"))
    said = {name.removeprefix(LTI): value for name, value in recorded.items() if LTI in name}
    ours = {"deployment_id", "target_link_uri", "context", "for_user"}
    changes = {name: value for name, value in said.items() if name not in ours}
    page = opened(tool, lms, column, viewer=TEACHER, student=STUDENT, **changes)
    assert page.status_code == 200
    assert re.search(r"1 of \d+ items done", page.text)
