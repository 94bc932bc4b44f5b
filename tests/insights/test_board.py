"""How circles are doing: status for staff, in as many requests for few as for many."""

import re
from datetime import timedelta

from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.insights.queries import board_of
from lti_tool.programme.actions import record
from lti_tool.programme.models import ParticipationEvent
from tests.builders import Browser, make_circle, make_context, make_member


def students_of(context: Context, number: int) -> list[Membership]:
    return [make_member(context, f"Student {n:02}") for n in range(number)]


def page_of(app: Flask, context: Context) -> str:
    teacher = make_member(context, "Ruth Adeyemi", role="Instructor")
    text: str = Browser(app, teacher).get("/board").text
    return text


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    return found.group(1) if found else ""


def test_a_student_cannot_open_the_board(app: Flask) -> None:
    assert Browser(app, make_member(make_context())).get("/board").status_code == 403


def test_the_title_says_how_many_have_begun(app: Flask) -> None:
    context = make_context()
    assert heading(page_of(app, context)) == "No students yet"
    students = students_of(context, 5)
    assert heading(page_of(app, context)) == "Nobody has begun yet"
    record(students[0], "goal")
    record(students[0], "reflection")
    record(students[1], "step")
    assert heading(page_of(app, context)) == "2 of 5 students have begun"


def test_before_circles_are_published_the_board_says_so_and_shows_the_students(app: Flask) -> None:
    context = make_context()
    students_of(context, 3)
    page = page_of(app, context)
    assert "No circles are published yet." in page
    assert page.count("<bdi>Student") == 3


def test_what_was_taken_back_is_not_done_any_more(app: Flask) -> None:
    context = make_context()
    (student,) = students_of(context, 1)
    for is_done in (True, False):
        record(student, "step", is_done=is_done)
        db.session.flush()
    (circle,) = board_of(context.id).circles
    assert circle.count("step") == 0
    assert circle.last_active_at is not None


def test_each_circle_shows_its_counts_and_who_has_not_begun_comes_first(app: Flask) -> None:
    context = make_context()
    first, second = students_of(context, 4), students_of(context, 3)
    make_circle(first)
    make_circle(second, number=2)
    late = make_member(context, "Zoë Bartoň")
    for student in first[:3]:
        record(student, "goal")
    db.session.flush()
    board = board_of(context.id)
    assert [circle.number for circle in board.circles] == [None, 2, 1]
    assert [circle.state for circle in board.circles] == ["open", "open", "underway"]
    assert board.circles[2].count("goal") == 3
    assert board.circles[0].members[0].membership == late
    page = page_of(app, context)
    assert "3 of 4" in page
    assert "0 of 3" in page


def test_staff_the_gone_and_other_courses_are_not_counted(app: Flask) -> None:
    context, other = make_context(), make_context()
    teacher = make_member(context, role="Instructor")
    gone = make_member(context, left_at=utcnow())
    (stranger,) = students_of(other, 1)
    students_of(context, 2)
    for one in (teacher, gone, stranger):
        record(one, "goal")
    db.session.flush()
    board = board_of(context.id)
    assert (board.begun, board.people) == (0, 2)


def test_days_are_said_as_near_as_it_helps(app: Flask) -> None:
    context = make_context()
    for days, student in zip((0, 1, 40), students_of(context, 3), strict=True):
        at = utcnow() - timedelta(days=days)
        line = ParticipationEvent(membership_id=student.id, item="goal", occurred_at=at)
        db.session.add(line)
    page = page_of(app, context)
    assert "<td>today</td>" in page
    assert "<td>yesterday</td>" in page
    day = utcnow() - timedelta(days=40)
    assert f"<td>{day.day} {day:%B}</td>" in page


def test_a_large_course_asks_the_database_no_more_often_than_a_small_one(
    app: Flask, statements: list[str]
) -> None:
    counts = []
    for number in (4, 120):
        context = make_context()
        students = students_of(context, number)
        make_circle(students[: number // 2])
        for student in students:
            record(student, "goal")
        browser = Browser(app, make_member(context, role="Instructor"))
        statements.clear()
        assert browser.get("/board").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


def test_the_board_never_asks_for_what_members_wrote(app: Flask, statements: list[str]) -> None:
    context = make_context()
    make_circle(students_of(context, 4))
    browser = Browser(app, make_member(context, role="Instructor"))
    statements.clear()
    browser.get("/board")
    asked = " ".join(statements)
    assert "participation_events" in asked
    assert not re.search(r"FROM (goals|goal_steps|reflections)|JOIN (goals|goal_steps|refl)", asked)
