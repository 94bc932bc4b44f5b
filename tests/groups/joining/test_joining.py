"""Students choose their circle: limits hold, nobody sits twice, and staff publish in the end."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from lti_tool.db import utcnow
from lti_tool.groups.queries import current, people_by_number
from tests.builders import Browser, make_member
from tests.groups.setup.test_setup import Desk

SAY = {"say": "sign_up", "preset": "", "closes": "2026-12-04"}


@pytest.fixture
def desk(app: Flask) -> Desk:
    """An instructor of five, who opens circles of two: three of them, with three seats at most."""
    with time_machine.travel("2026-11-25T12:00:00Z", tick=True):
        made = Desk(app, students=5)
        made.send("rules", size="2")
        assert made.send("say", **SAY).status_code == 303
        yield made


def _choose(app: Flask, desk: Desk, number: int, circle: int | str):  # type: ignore[no-untyped-def]
    return Browser(app, desk.students[number]).post("/choose-circle", {"circle": str(circle)})


def _seats(desk: Desk) -> dict[int, tuple[str, ...]]:
    draft = current(desk.context.id, "draft")
    assert draft
    return people_by_number(draft)


def test_a_student_finds_the_circles_as_the_first_thing_and_takes_a_seat(
    app: Flask, desk: Desk
) -> None:
    browser = Browser(app, desk.students[0])
    assert "/choose-circle" in browser.get("/home").text
    assert browser.get("/choose-circle").text.count("3 free seats") == 3
    assert _choose(app, desk, 0, 2).status_code == 303
    assert "You sit in circle 2" in browser.get("/choose-circle").text
    assert "/choose-circle" not in browser.get("/home").text


def test_another_choice_takes_the_seat_along_and_a_seat_can_be_given_up(
    app: Flask, desk: Desk
) -> None:
    me = desk.ids(0)[0]
    for circle, seats in ((1, {1: (me,)}), (3, {3: (me,)}), (3, {3: (me,)}), ("", {})):
        assert _choose(app, desk, 0, circle).status_code == 303
        assert _seats(desk) == seats


def test_a_full_circle_is_said_to_be_full_and_the_seat_of_before_stays(
    app: Flask, desk: Desk
) -> None:
    for number in range(3):
        _choose(app, desk, number, 1)
    _choose(app, desk, 3, 2)
    got = _choose(app, desk, 3, 1)
    assert got.status_code == 409
    assert "This circle is full by now." in got.text
    assert _seats(desk)[2] == tuple(desk.ids(3))


def test_what_is_no_circle_of_this_course_is_not_found(app: Flask, desk: Desk) -> None:
    assert _choose(app, desk, 0, "x").status_code == 404
    _choose(app, desk, 0, 99)
    assert _seats(desk) == {}


def test_after_the_last_day_seats_stay_and_nobody_chooses(app: Flask, desk: Desk) -> None:
    _choose(app, desk, 0, 1)
    with time_machine.travel(utcnow() + timedelta(days=12)):
        assert _choose(app, desk, 1, 1).status_code == 409
        page = Browser(app, desk.students[1]).get("/choose-circle").text
    assert "There is no circle to choose now." in page
    assert _seats(desk) == {1: tuple(desk.ids(0))}


def test_a_later_last_day_leaves_every_seat_where_it_is(app: Flask, desk: Desk) -> None:
    _choose(app, desk, 0, 1)
    desk.send("say", **{**SAY, "closes": "2026-12-20"})
    assert _seats(desk) == {1: tuple(desk.ids(0))}


def test_another_way_of_making_circles_ends_the_choosing(app: Flask, desk: Desk) -> None:
    desk.send("say", say="hat", preset="", closes="")
    assert _choose(app, desk, 0, 1).status_code == 409


def test_staff_and_strangers_choose_nothing(app: Flask, desk: Desk) -> None:
    assert desk.browser.get("/choose-circle").status_code == 403
    late = make_member(desk.context, "Somebody Late")
    assert Browser(app, late).post("/choose-circle", {"circle": "1"}).status_code == 303
    assert _seats(desk) == {1: (str(late.id),)}
