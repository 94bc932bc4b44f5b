"""Whether one takes part is asked where staff chose so; a no is the equal way alone."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.groups.queries import count_sitters, sitters_of
from lti_tool.groups.taking_part.actions import say
from lti_tool.groups.taking_part.queries import Tally, part_of, tally_in
from lti_tool.programme.outline.actions import choose, kept_outline
from lti_tool.programme.outline.models import EVERYBODY, OPT_IN, OPT_OUT
from tests.builders import Browser, make_circle, make_context, make_member

ASKING = pytest.mark.parametrize("joining", [OPT_OUT, OPT_IN])


@pytest.fixture
def course(app: Flask) -> Context:
    """A course of four."""
    made = make_context()
    for number in range(4):
        make_member(made, f"Student {number}")
    db.session.commit()
    return made


def people(course: Context) -> list[Membership]:
    query = db.session.query(Membership).filter_by(context_id=course.id, is_learner=True)
    return query.order_by(Membership.id).all()


def ask(course: Context, joining: str, **values: Any) -> None:
    seen = kept_outline(course.id).version
    choose(course.id, {"joining": joining, **values}, seen=seen)
    db.session.commit()


def test_where_everybody_takes_part_nobody_is_asked(app: Flask, course: Context) -> None:
    page = Browser(app, people(course)[0]).get("/home").text
    assert "Would you like to take part?" not in page
    assert count_sitters(course.id) == 4


@ASKING
def test_the_question_comes_first_and_only_once(app: Flask, course: Context, joining: str) -> None:
    ask(course, joining)
    browser = Browser(app, people(course)[0])
    assert "Would you like to take part?" in browser.get("/home").text
    assert browser.post("/taking-part", {"part": "yes"}).status_code == 303
    assert "Would you like to take part?" not in browser.get("/home").text


def test_who_says_nothing_has_a_seat_by_opting_out_and_none_by_opting_in(course: Context) -> None:
    ask(course, OPT_OUT)
    assert count_sitters(course.id) == len(sitters_of(course.id)) == 4
    ask(course, OPT_IN)
    assert count_sitters(course.id) == len(sitters_of(course.id)) == 0


@ASKING
def test_a_no_leads_to_the_equal_way_alone(app: Flask, course: Context, joining: str) -> None:
    ask(course, joining)
    member = people(course)[0]
    browser = Browser(app, member)
    browser.post("/taking-part", {"part": "no"})
    page = browser.get("/home").text
    assert "You work on your own" in page
    assert "Set a goal of your own" in page
    assert "Your seat is kept" not in page
    assert member.id not in {one.id for one in sitters_of(course.id)}
    browser.post("/taking-part", {"part": "yes"})
    assert "You work on your own" not in browser.get("/home").text
    assert member.id in {one.id for one in sitters_of(course.id)}


def test_by_opting_out_the_yes_is_chosen_already_and_by_opting_in_nothing_is(
    app: Flask, course: Context
) -> None:
    ask(course, OPT_OUT)
    browser = Browser(app, people(course)[0])
    assert 'value="yes" checked' in browser.get("/taking-part").text
    ask(course, OPT_IN)
    assert " checked" not in browser.get("/taking-part").text


@pytest.mark.parametrize("sent", [{}, {"part": ""}, {"part": "perhaps"}])
def test_half_an_answer_is_asked_again(app: Flask, course: Context, sent: dict[str, str]) -> None:
    ask(course, OPT_IN)
    got = Browser(app, people(course)[0]).post("/taking-part", sent)
    assert got.status_code == 422
    assert "Choose one of" in got.text
    assert tally_in(course.id) == Tally(0, 0, 4)


def test_who_sits_in_a_circle_leaves_by_the_page_for_that(app: Flask, course: Context) -> None:
    ask(course, OPT_IN)
    make_circle(people(course))
    browser = Browser(app, people(course)[0])
    assert "Would you like to take part?" not in browser.get("/home").text
    assert browser.post("/taking-part", {"part": "no"}).status_code == 404
    assert tally_in(course.id) == Tally(0, 0, 4)


def test_a_closed_programme_asks_nobody(app: Flask, course: Context) -> None:
    ask(course, OPT_IN)
    staff = Browser(app, make_member(course, role="Instructor"))
    staff.post("/programme/open")
    staff.post("/programme/close")
    page = Browser(app, people(course)[0]).get("/home").text
    assert "The programme has ended" in page
    assert "Would you like to take part?" not in page


def test_only_students_are_asked(app: Flask, course: Context) -> None:
    staff = Browser(app, make_member(course, role="Instructor"))
    assert staff.get("/taking-part").status_code == 403


@pytest.mark.parametrize("joining", [EVERYBODY, OPT_OUT, OPT_IN])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8))
def test_the_last_word_of_each_decides_and_all_are_counted(
    course: Context, joining: str, said: list[tuple[int, bool]]
) -> None:
    ask(course, joining)
    members = people(course)
    for number, is_yes in said:
        say(members[number], is_yes=is_yes)
    last = {number: is_yes for number, is_yes in said}
    before = tally_in(course.id)
    assert before.all == 4
    for number, is_yes in last.items():
        assert part_of(members[number]).says_yes is is_yes
    seated = {one.id for one in sitters_of(course.id)}
    for number, member in enumerate(members):
        silent = part_of(member).says_yes is None
        assert (member.id in seated) is (last.get(number, not (silent and joining == OPT_IN)))
    assert count_sitters(course.id) == len(seated)
    db.session.rollback()
