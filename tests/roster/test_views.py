"""The page of the course list: staff only, plain words, one button."""

from flask import Flask

from lti_tool.courses.models import Context
from lti_tool.db import db, utcnow
from lti_tool.roster.models import RosterPlan, RosterRead
from tests.builders import Browser, make_context, make_group, make_member


def course(**changes: object) -> Context:
    return make_context(memberships_url="https://lms.example/members", **changes)


def seen(app: Flask, context: Context) -> str:
    teacher = make_member(context, "Dr Ruth Adeyemi", role="Instructor")
    answer = Browser(app, teacher).get("/roster/")
    assert answer.status_code == 200
    return str(answer.text)


def read(context: Context, outcome: str, **values: object) -> None:
    row = RosterRead(context_id=context.id, read_at=utcnow(), outcome=outcome, **values)
    db.session.add(row)


def test_students_do_not_see_the_page(app: Flask) -> None:
    assert Browser(app, make_member(course())).get("/roster/").status_code == 403


def test_a_course_that_was_never_read_waits(app: Flask) -> None:
    assert "Fetching the course list" in seen(app, course())


def test_counts_of_the_last_read_are_shown(app: Flask) -> None:
    context = course()
    read(context, "complete", members=43, joined=40, left=2)
    page = seen(app, context)
    assert "up to date" in page
    assert "43" in page
    assert "They really left" not in page


def test_a_failure_is_told_with_its_cure(app: Flask) -> None:
    context = course()
    read(context, "complete", members=43)
    read(context, "failed", reason="refused")
    page = seen(app, context)
    assert "Names and Roles" in page
    assert "Last read in full" in page


def test_a_shrunken_list_can_be_confirmed(app: Flask) -> None:
    context = course()
    read(context, "suspicious", reason="shrunken", left=20)
    assert "They really left" in seen(app, context)
    teacher = make_member(context, role="Instructor")
    answer = Browser(app, teacher).post("/roster/refresh", {"really_left": "yes"})
    assert answer.status_code == 303
    assert db.session.get(RosterPlan, context.id).is_shrinking_confirmed


def test_the_button_leaves_a_wish_that_survives_a_crash(app: Flask) -> None:
    context = course()
    read(context, "complete")
    browser = Browser(app, make_member(context, role="Instructor"))
    assert browser.post("/roster/refresh").status_code == 303
    db.session.rollback()
    assert db.session.get(RosterPlan, context.id).wanted_at is not None
    assert "Fetching the course list" in browser.get("/roster/").text


def test_a_student_cannot_press_the_button(app: Flask) -> None:
    context = course()
    assert Browser(app, make_member(context)).post("/roster/refresh").status_code == 403
    assert db.session.get(RosterPlan, context.id) is None


def test_a_platform_without_lists_is_told(app: Flask) -> None:
    assert "gives us no course list" in seen(app, make_context())


def test_sections_and_groups_are_shown_with_how_many_are_in_each(app: Flask) -> None:
    context = course()
    read(context, "complete", members=3)
    one, two, _ = (make_member(context, f"Student {n}") for n in range(3))
    make_group(context, [one], "Monday", kind="section")
    make_group(context, [one, two], kind="section")
    page = seen(app, context)
    assert "Sections and groups" in page
    assert "Monday" in page
    assert "name unknown" in page
    assert "In none, or not known yet" in page


def test_a_course_without_sections_shows_none(app: Flask) -> None:
    context = course()
    make_group(context, [], "Empty")
    assert "Sections and groups" not in seen(app, context)
