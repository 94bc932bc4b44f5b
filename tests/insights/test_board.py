"""How circles are doing: status for staff, in as many requests for few as for many."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lti_tool.courses.models import Context, Membership
from lti_tool.courses.sight import WHOLE
from lti_tool.db import db, utcnow
from lti_tool.groups.models import ANOTHER, Exit, Grouping, PeerGroup
from lti_tool.insights.board.queries import Board, board_of, progress_of
from lti_tool.journey.feed.models import FeedLine
from lti_tool.programme.actions import record
from lti_tool.programme.models import ParticipationEvent
from tests.builders import Browser, make_circle, make_context, make_group, make_member


def students_of(context: Context, number: int) -> list[Membership]:
    return [make_member(context, f"Student {n:02}") for n in range(number)]


def teacher_of(context: Context) -> Membership:
    return make_member(context, "Ruth Adeyemi", role="Instructor")


def page_of(app: Flask, context: Context, path: str = "/board") -> str:
    text: str = Browser(app, teacher_of(context)).get(path).text
    return text


def board(context: Context) -> Board:
    return board_of(teacher_of(context), WHOLE)


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    return found.group(1) if found else ""


def stands_since(group: PeerGroup, days: int) -> None:
    """Let a circle have been published so long ago."""
    grouping = db.session.get_one(Grouping, group.grouping_id)
    grouping.published_at = utcnow() - timedelta(days=days)
    db.session.flush()


def was_active(member: Membership, days: int) -> None:
    at = utcnow() - timedelta(days=days)
    db.session.add(ParticipationEvent(membership_id=member.id, item="goal", occurred_at=at))
    db.session.flush()


def kinds(found: Board) -> list[str]:
    return [flag.kind for circle in found.circles for flag in circle.flags]


def test_a_student_cannot_open_the_board(app: Flask) -> None:
    assert Browser(app, make_member(make_context())).get("/board").status_code == 403


def test_before_there_are_circles_the_title_says_how_many_have_begun(app: Flask) -> None:
    context = make_context()
    assert heading(page_of(app, context)) == "No students yet"
    students = students_of(context, 5)
    assert heading(page_of(app, context)) == "Nobody has begun yet"
    record(students[0], "goal")
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
    progress = progress_of([student.id], board(context).active)
    assert progress.count("step", [student.id]) == 0
    assert progress.members[0].last_active_at is not None


def test_each_circle_shows_its_counts_and_who_sits_nowhere_is_told_of(app: Flask) -> None:
    context = make_context()
    first, second = students_of(context, 4), students_of(context, 3)
    make_circle(first)
    make_circle(second, number=2)
    late = make_member(context, "Zoë Bartoň")
    for student in first[:3]:
        record(student, "goal")
    db.session.flush()
    found = board(context)
    assert [circle.number for circle in found.circles] == [2, 1]
    assert [circle.state for circle in found.circles] == ["open", "underway"]
    assert found.nowhere == (late.id,)
    page = page_of(app, context)
    assert "3 of 4" in page
    assert "0 of 3" in page
    assert "1 student sits in no circle" in page
    assert "Zoë Bartoň" in page_of(app, context, "/board/circles/0")


def test_a_circle_that_needs_a_look_says_why_and_what_clears_it(app: Flask) -> None:
    context = make_context()
    students = students_of(context, 4)
    stands_since(make_circle(students), 30)
    was_active(students[0], 23)
    assert kinds(board(context)) == ["quiet", "meeting", "agreement"]
    page = page_of(app, context)
    assert heading(page) == "1 of 1 circle needs a look"
    assert "Nobody has done anything that counts for 23 days." in page
    assert "Clears by itself when one of them does something" in page


def test_a_deed_clears_the_flag_by_itself(app: Flask) -> None:
    context = make_context()
    students = students_of(context, 4)
    stands_since(make_circle(students), 30)
    record(students[1], "goal")
    db.session.flush()
    assert "quiet" not in kinds(board(context))


def test_somebody_who_asked_for_another_circle_is_counted_and_not_named(app: Flask) -> None:
    context = make_context()
    students = students_of(context, 4)
    make_circle(students)
    db.session.add(Exit(membership_id=students[2].id, kind=ANOTHER))
    page = page_of(app, context)
    assert "One member asked for another circle." in page
    assert "Student 02" not in page


def test_the_prepared_line_reaches_the_circle_once_in_the_language_of_each(app: Flask) -> None:
    context = make_context()
    students = students_of(context, 4)
    stands_since(make_circle(students), 30)
    students[0].user.language = "da"
    browser = Browser(app, teacher_of(context))
    for _ in range(2):
        sent = browser.post("/board/circles/1/line", {"flag": "quiet"})
        assert sent.status_code == 303
    assert db.session.scalar(select(func.count(FeedLine.id))) == 1
    home = Browser(app, students[0]).get("/home").text
    assert "Her har været stille et stykke tid." in home
    assert "Ruth" in home
    assert "It has been quiet here" in Browser(app, students[1]).get("/home").text


def test_a_flag_that_was_tended_rests_for_a_week_and_comes_back(app: Flask) -> None:
    context = make_context()
    stands_since(make_circle(students_of(context, 4)), 30)
    browser = Browser(app, teacher_of(context))
    browser.post("/board/circles/1/rest", {"flag": "quiet"})
    found = board(context)
    assert kinds(found) == ["meeting", "agreement"]
    (rest,) = found.circles[0].rests
    rest.rests_until = utcnow() - timedelta(minutes=1)
    db.session.commit()
    assert kinds(board(context)) == ["quiet", "meeting", "agreement"]
    browser.post("/board/circles/1/line", {"flag": "quiet"})
    assert kinds(board(context)) == ["meeting", "agreement"]


@pytest.mark.parametrize("flag", ["small", "asks", "nonsense"])
def test_no_line_is_sent_about_what_is_not_the_matter(app: Flask, flag: str) -> None:
    context = make_context()
    stands_since(make_circle(students_of(context, 4)), 30)
    sent = Browser(app, teacher_of(context)).post("/board/circles/1/line", {"flag": flag})
    assert sent.status_code == 404
    assert db.session.scalar(select(func.count(FeedLine.id))) == 0


def test_staff_choose_a_section_and_see_its_people_alone(app: Flask) -> None:
    context = make_context()
    here, there = students_of(context, 3), students_of(context, 2)
    make_circle(here)
    make_circle(there, number=2)
    morning = make_group(context, here, "Morning", kind="section")
    make_group(context, there, "Evening", kind="section")
    page = page_of(app, context, f"/board?section={morning.id}")
    assert "Circle 1" in page
    assert "Circle 2" not in page
    assert "Evening" in page


def test_a_large_course_is_shown_in_pages(app: Flask) -> None:
    context = make_context()
    for number in range(1, 53):
        make_circle(students_of(context, 2), number=number)
    page = page_of(app, context)
    assert "Page 1 of 2" in page
    assert page.count('scope="row"') == 50
    assert page_of(app, context, "/board?page=2").count('scope="row"') == 2


def test_staff_the_gone_and_other_courses_are_not_counted(app: Flask) -> None:
    context, other = make_context(), make_context()
    teacher = teacher_of(context)
    gone = make_member(context, left_at=utcnow())
    (stranger,) = students_of(other, 1)
    students_of(context, 2)
    for one in (teacher, gone, stranger):
        record(one, "goal")
    db.session.flush()
    found = board_of(teacher, WHOLE)
    assert (found.begun, found.people) == (0, 2)


def test_a_circle_of_another_course_is_not_here(app: Flask) -> None:
    context, other = make_context(), make_context()
    stands_since(make_circle(students_of(other, 3), number=7), 30)
    browser = Browser(app, teacher_of(context))
    assert browser.get("/board/circles/7").status_code == 404
    assert browser.post("/board/circles/7/line", {"flag": "quiet"}).status_code == 404


def test_days_are_said_as_near_as_it_helps(app: Flask) -> None:
    context = make_context()
    for days, student in zip((0, 1, 40), students_of(context, 3), strict=True):
        was_active(student, days)
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
        browser = Browser(app, teacher_of(context))
        statements.clear()
        assert browser.get("/board").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 20


def test_the_board_never_asks_for_what_members_wrote(app: Flask, statements: list[str]) -> None:
    context = make_context()
    make_circle(students_of(context, 4))
    browser = Browser(app, teacher_of(context))
    statements.clear()
    browser.get("/board")
    browser.get("/board/circles/1")
    asked = " ".join(statements)
    assert "participation_events" in asked
    assert not re.search(r"FROM (goals|goal_steps|reflections)|JOIN (goals|goal_steps|refl)", asked)
    assert not re.search(r"\.answers|\.text\b", asked)
