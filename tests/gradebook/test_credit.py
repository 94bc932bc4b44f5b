"""How taking part counts: what staff choose, the dry run, and what each student reads."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import SendReport, settle_due
from lti_tool.gradebook.models import OutboxScore
from lti_tool.lti.claims import SCOPE_LINE_ITEM, SCOPE_SCORE
from lti_tool.programme.actions import record
from lti_tool.programme.models import Grading
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.queries import standing_of
from lti_tool.web.days import today
from tests.builders import Browser, make_context, make_member
from tests.gradebook.conftest import Classroom, settle_and_send

CHOICE = {
    "model": "completion", "points": "5", "free_misses": "0", "full": "20", "minimum": "2",
    "counts": ["survey", "goal", "step", "reflection", "meeting"], "looks_back": "0",
    "lessons": "0", "columns": "one",
}  # fmt: skip


@pytest.fixture
def course(app: Flask) -> Context:
    return make_context(
        line_items_url="https://lms.example/items", scopes=[SCOPE_LINE_ITEM, SCOPE_SCORE]
    )


@pytest.fixture
def teacher(app: Flask, course: Context) -> Browser:
    return Browser(app, make_member(course, "Ruth", role="Instructor"))


def student(course: Context, name: str, *items: str) -> Membership:
    member = make_member(course, name)
    for item in items:
        record(member, item)
    db.session.commit()
    return member


def choose(browser: Browser, *, version: int = 0, **changes: object):  # type: ignore[no-untyped-def]
    return browser.post("/credit/rule", {**CHOICE, "-version": version, **changes})


def test_students_may_not_choose_how_it_counts(app: Flask, course: Context) -> None:
    browser = Browser(app, make_member(course))
    assert browser.get("/credit/rule").status_code == 403
    assert choose(browser, points="50").status_code == 403
    assert browser.post("/credit/send").status_code == 403


def test_what_is_chosen_counts_at_once_for_what_was_done_before(
    course: Context, teacher: Browser
) -> None:
    member = student(course, "Ann", "goal", "step")
    assert standing_of(member).given == 3.33
    assert choose(teacher, points="10", free_misses="1").status_code == 303
    db.session.expire_all()
    assert standing_of(member).given == 10


def test_lessons_count_where_staff_ask_for_them(course: Context, teacher: Browser) -> None:
    member = student(course, "Ann", "goal")
    record(member, "lesson", "1_listening")
    db.session.commit()
    assert (standing_of(member).done, standing_of(member).due) == (1, 3)
    choose(teacher, lessons="2", counts=[*CHOICE["counts"], "lesson"])
    db.session.expire_all()
    assert (standing_of(member).done, standing_of(member).due) == (2, 5)


def test_reflections_are_due_by_the_days_of_the_programme(
    course: Context, teacher: Browser
) -> None:
    member = student(course, "Ann")
    begun = today() - timedelta(weeks=5)
    ends = today() + timedelta(weeks=5)
    member.joined_at = utcnow() - timedelta(weeks=6)
    db.session.add(Outline(context_id=course.id, starts_on=begun, ends_on=ends))
    db.session.commit()
    choose(teacher, looks_back="2", counts=["reflection"])
    db.session.expire_all()
    found = standing_of(member).lines[0]
    assert (found.due, found.asked) == (2, 5)


def test_the_column_is_called_in_the_language_of_whoever_had_scores_sent(
    room: Classroom, app: Flask
) -> None:
    member = room.enters(room.students[0])
    db.session.query(Grading).delete()
    record(member, "goal")
    teacher = make_member(room.context, "Ruth", role="Instructor")
    teacher.user.language = "de"
    Browser(app, teacher).post("/credit/send")
    settle_and_send()
    assert [one.label for one in room.columns] == ["Peer Circles: Teilnahme"]


def test_what_staff_leave_out_is_not_asked_for(course: Context, teacher: Browser) -> None:
    member = student(course, "Ann", "goal")
    choose(teacher, counts=["goal"])
    db.session.expire_all()
    assert (standing_of(member).done, standing_of(member).due) == (1, 1)


def test_a_rule_that_is_tried_is_shown_and_not_kept(course: Context, teacher: Browser) -> None:
    student(course, "Ann")
    page = choose(teacher, points="40", **{"try": "1"}).text
    assert "if you kept this" in page
    assert "40 of 40" in page
    assert db.session.query(Grading).count() == 0


def test_the_example_shows_what_a_free_miss_does(course: Context, teacher: Browser) -> None:
    student(course, "Ann")
    strict, kind = (choose(teacher, free_misses=n, **{"try": "1"}).text for n in ("0", "1"))
    assert re.search(r"Misses one item.*?>3\.33 of 5<", strict)
    assert re.search(r"Misses one item.*?>5 of 5<", kind)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"points": "0"}, "Write a whole number from 1 to 1,000."),
        ({"points": ""}, "Write a whole number."),
        ({"free_misses": "-1"}, "Write a whole number from 0 to 20."),
        ({"model": "best"}, "Choose"),
        ({"counts": []}, "Choose at least one line."),
    ],
)
def test_a_choice_that_cannot_be_is_said_beside_its_line_and_changes_nothing(
    course: Context, teacher: Browser, changes: dict[str, object], said: str
) -> None:
    answer = choose(teacher, **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Grading).count() == 0


def test_of_two_who_choose_at_once_the_second_sees_both(course: Context, teacher: Browser) -> None:
    choose(teacher, points="10")
    answer = choose(teacher, points="20", version=0)
    assert answer.status_code == 409
    assert "Somebody else has changed the rule meanwhile" in answer.text
    assert "10 points for all" in answer.text
    assert 'value="20"' in answer.text
    assert choose(teacher, points="20", version=1).status_code == 303


def test_without_points_nothing_is_sent_and_what_was_sent_stays(
    room: Classroom, app: Flask
) -> None:
    person = room.students[0]
    member = room.enters(person)
    record(member, "goal")
    db.session.commit()
    assert settle_and_send() == SendReport(sent=1)
    teacher = Browser(app, make_member(room.context, "Ruth", role="Instructor"))
    choose(teacher, model="formative")
    record(member, "step")
    db.session.commit()
    assert settle_and_send() == SendReport()
    cell = room.cell(person)
    assert cell and cell.score == 1.67
    assert "Nothing is sent to the gradebook" in teacher.get("/gradebook/").text


def test_nothing_leaves_before_staff_have_looked_at_the_dry_run(
    room: Classroom, app: Flask
) -> None:
    person = room.students[0]
    member = room.enters(person)
    db.session.query(Grading).delete()
    record(member, "goal")
    db.session.commit()
    before = len(room.lms.log)
    assert settle_and_send() == SendReport()
    assert len(room.lms.log) == before
    teacher = Browser(app, make_member(room.context, "Ruth", role="Instructor"))
    page = teacher.get("/gradebook/").text
    assert "<h1>Nothing has been sent yet</h1>" in page
    assert "1 score is ready" in page
    assert teacher.post("/credit/send").status_code == 303
    assert settle_and_send() == SendReport(sent=1)


def test_a_thousand_students_are_shown_page_by_page_trouble_first(
    app: Flask, course: Context, teacher: Browser, statements: list[str]
) -> None:
    for i in range(120):
        make_member(course, f"Student {i:03}")
    last = student(course, "Zoe", "goal")
    settle_due()
    db.session.query(OutboxScore).filter_by(membership_id=last.id).one().state = "failed"
    db.session.add(Grading(context_id=course.id, sends_since=last.joined_at))
    db.session.commit()
    first = teacher.get("/gradebook/").text
    assert "Page 1 of 3." in first
    assert first.index("Zoe") < first.index("Student 000")
    assert "Student 060" not in first
    assert "Student 060" in teacher.get("/gradebook/?page=2").text
    assert "Page 3 of 3." in teacher.get("/gradebook/?page=99").text


def test_student_and_teacher_read_the_same_breakdown(
    app: Flask, course: Context, teacher: Browser
) -> None:
    member = student(course, "Ann", "goal")
    own = Browser(app, member).get("/credit").text
    theirs = teacher.get(f"/credit/{member.id}").text
    for page in (own, theirs):
        assert "1.67 of 5" in page
        assert "A goal is set" in page
        assert "Done items out of due items, 5 points for all." in page


def test_nobody_reads_the_breakdown_of_a_mate_or_of_another_course(
    app: Flask, course: Context, teacher: Browser
) -> None:
    mate, stranger = student(course, "Ben"), student(make_context(), "Cem")
    assert Browser(app, make_member(course)).get(f"/credit/{mate.id}").status_code == 403
    assert teacher.get(f"/credit/{stranger.id}").status_code == 404


def test_levels_say_on_the_first_day_what_they_need(
    app: Flask, course: Context, teacher: Browser
) -> None:
    choose(teacher, model="bundles")
    page = Browser(app, student(course, "Ann")).get("/credit").text
    assert "No level is reached yet." in page
    assert "A goal is set × 1" in page
