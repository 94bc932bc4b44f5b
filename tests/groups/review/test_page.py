"""The page of circles for staff, in each of its states."""

import re

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.forming.actions import draw
from lti_tool.groups.models import Grouping
from lti_tool.groups.queries import grouping_in
from lti_tool.groups.review import actions
from lti_tool.roster.models import RosterRead
from tests.builders import Browser, make_context, make_member


def course(students: int, **changes: object) -> tuple[Context, Membership]:
    """A course with a teacher and so many students."""
    context = make_context(**changes)
    for number in range(students):
        make_member(context, f"Student {number:02}")
    return context, make_member(context, "Ruth Adeyemi", role="Instructor")


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return found.group(1) if found else ""


def test_a_student_cannot_open_the_page(app: Flask) -> None:
    assert Browser(app, make_member(make_context())).get("/groups/").status_code == 403


def test_while_the_course_list_is_fetched_the_page_waits_and_looks_again(app: Flask) -> None:
    _, teacher = course(0, memberships_url="https://lms.example/members")
    page = Browser(app, teacher).get("/groups/").text
    assert "Fetching the course list" in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "wait.js" in page


def test_a_course_without_students_says_what_will_fill_it(app: Flask) -> None:
    _, teacher = course(0)
    page = Browser(app, teacher).get("/groups/").text
    assert "No students yet" in page
    assert "People are added when they open Peer Circles from the course." in page
    assert "refresh" not in page
    assert "wait.js" not in page


def test_a_course_list_that_could_not_be_read_is_said_and_does_not_stand_in_the_way(
    app: Flask,
) -> None:
    context, teacher = course(8, memberships_url="https://lms.example/members")
    read = RosterRead(context_id=context.id, read_at=utcnow(), outcome="failed", reason="refused")
    db.session.add(read)
    page = Browser(app, teacher).get("/groups/").text
    assert "does not let us read the course list" in page
    assert "2 circles of 4" in page


def test_one_student_makes_no_circle(app: Flask) -> None:
    _, teacher = course(1)
    browser = Browser(app, teacher)
    assert "One student so far" in browser.get("/groups/").text
    refused = browser.post("/groups/propose", {"size": "4"})
    assert refused.status_code == 422
    assert db.session.query(Grouping).count() == 0


@pytest.mark.parametrize(
    ("students", "words"),
    [
        (40, "10 circles of 4"),
        (23, "5 circles of 4 and 1 of 3"),
        (7, "1 circle of 4 and 1 of 3"),
        (5, "1 circle of 5"),
    ],
)
def test_each_size_shows_beforehand_which_circles_it_makes(
    app: Flask, students: int, words: str
) -> None:
    _, teacher = course(students)
    page = Browser(app, teacher).get("/groups/").text
    assert f"<b>4 people</b><small>{words}</small>" in page


def test_four_is_chosen_at_first_and_fewer_where_fewer_are_there(app: Flask) -> None:
    for students, size in ((40, 4), (3, 3), (2, 2)):
        _, teacher = course(students)
        page = Browser(app, teacher).get("/groups/").text
        assert re.findall(r'value="(\d)" checked', page) == [str(size)]


@pytest.mark.parametrize("size", ["0", "1", "-4", "9", "41", "four", "", "4.5", "４", "9" * 5000])
def test_a_size_that_makes_no_sense_gets_a_sentence_beside_the_field(app: Flask, size: str) -> None:
    _, teacher = course(40)
    answer = Browser(app, teacher).post("/groups/propose", {"size": size})
    assert answer.status_code == 422
    assert re.search(r'id="size-error">.*<span>Choose a size from 2 to 8\.', answer.text)
    assert db.session.query(Grouping).count() == 0


def test_more_than_there_are_people_is_said_with_what_would_work(app: Flask) -> None:
    _, teacher = course(3)
    page = Browser(app, teacher).post("/groups/propose", {"size": "4"}).text
    assert "There are only 3 students: choose a size from 2 to 3." in page


def test_a_wrong_size_keeps_the_draft_and_opens_the_form_with_the_sentence(app: Flask) -> None:
    context, teacher = course(8)
    draw(context.id, size=4, seed=1)
    page = Browser(app, teacher).post("/groups/propose", {"size": "7000"}).text
    assert heading(page) == "2 proposed circles"
    assert "<details open>" in page


def test_a_draft_is_shown_with_its_people_and_its_seed(app: Flask) -> None:
    context, teacher = course(40)
    browser = Browser(app, teacher)
    assert browser.post("/groups/propose", {"size": "4"}).status_code == 303
    page = browser.get("/groups/").text
    assert heading(page) == "10 proposed circles"
    draft = grouping_in(context.id, "draft")
    assert draft is not None
    assert f"seed {draft.seed}" in page
    assert all(f"<bdi>Student {number:02}</bdi>" in page for number in range(40))
    assert "Publish these 10 circles" in page


def test_a_published_grouping_shows_its_day_and_who_came_later(app: Flask) -> None:
    context, teacher = course(8)
    actions.publish(context.id, draw(context.id, size=4).id)
    make_member(context, "Zoë Bartoň")
    page = Browser(app, teacher).get("/groups/").text
    assert heading(page) == "2 circles are published, 1 student sits in none"
    assert "Published on" in page
    late = re.search(r'data-circle="out">.*?</section>', page, re.DOTALL)
    assert late is not None
    assert "Zoë Bartoň" in late.group()


def test_who_left_after_publishing_leaves_an_empty_chair_and_no_name(app: Flask) -> None:
    context, teacher = course(4)
    actions.publish(context.id, draw(context.id, size=4).id)
    db.session.query(Membership).filter_by(is_learner=True).first().left_at = utcnow()
    page = Browser(app, teacher).get("/groups/").text
    assert "1 seat is empty" in page
    assert page.count("data-person=") == 3


def test_a_new_draft_beside_published_circles_says_what_students_see(app: Flask) -> None:
    context, teacher = course(8)
    actions.publish(context.id, draw(context.id, size=4).id)
    browser = Browser(app, teacher)
    browser.post("/groups/propose", {"size": "2"})
    page = browser.get("/groups/").text
    assert heading(page) == "4 proposed circles"
    assert "They keep the circles of" in page


def test_a_draft_that_is_put_away_leaves_the_published_circles(app: Flask) -> None:
    context, teacher = course(8)
    actions.publish(context.id, draw(context.id, size=4).id)
    draft = draw(context.id, size=2)
    browser = Browser(app, teacher)
    browser.post("/groups/discard", {"grouping": draft.id})
    assert heading(browser.get("/groups/").text) == "2 circles are published"


def test_names_are_text_whatever_is_in_them(app: Flask) -> None:
    context, teacher = course(2)
    make_member(context, '<script>alert(1)</script>"\u202e')
    draw(context.id, size=3)
    page = Browser(app, teacher).get("/groups/").text
    assert "<script>alert" not in page
    assert re.search(r'data-name="[^"]*\u202e', page) is None


def test_the_number_of_questions_to_the_database_does_not_grow(
    app: Flask, statements: list[str]
) -> None:
    counts = []
    for students in (8, 80):
        context, teacher = course(students)
        actions.publish(context.id, draw(context.id, size=2).id)
        draw(context.id, size=4)
        browser = Browser(app, teacher)
        statements.clear()
        browser.get("/groups/")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 30
