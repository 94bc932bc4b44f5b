"""Leaving without fault: agreed words, what stays by choice, and a quiet question before it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.shelf import load_forms
from lti_tool.journey.leaving.models import Farewell, Fit
from lti_tool.journey.meetings.models import Meeting
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import (
    meeting_keys,
    plan,
    write_agreement,
    write_goal,
    write_reflection,
)

GOAL = "A research question I can defend"
LINE = "I am moving on. Thank you for our time together."


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    context = make_context()
    members = [make_member(context, name) for name in ("Amara Okonkwo", "Søren K", "Minh Anh")]
    make_circle(members)
    return members


@pytest.fixture
def amara(app: Flask, circle: list[Membership]) -> Browser:
    return Browser(app, circle[0])


@pytest.fixture
def mate(app: Flask, circle: list[Membership]) -> Browser:
    return Browser(app, circle[1])


def _meet(browser: Browser) -> str:
    """The first meeting of the circle was an hour ago; gives its key."""
    plan(browser, first_day="2099-10-13")
    key = min(meeting_keys(browser), key=_number)
    hour_ago = utcnow() - timedelta(hours=1)
    db.session.execute(update(Meeting).filter_by(key=key).values(starts_at=hour_ago))
    db.session.commit()
    return key


def _number(key: str) -> int:
    return db.session.scalars(select(Meeting.number).filter_by(key=key)).one()


def test_the_words_that_were_agreed_on_are_chosen_already(amara: Browser) -> None:
    write_agreement(amara, leaving="elsewhere")
    chosen = amara.get("/seat").text.partition('value="elsewhere"')[2][:10]
    assert "checked" in chosen


def test_nothing_else_is_chosen_before_its_reader_chooses(amara: Browser) -> None:
    page = amara.get("/seat").text
    kinds = page.partition('name="kind"')[2].partition("</fieldset>")[0]
    assert "checked" not in kinds


def test_mates_read_the_chosen_line_and_nothing_of_why(amara: Browser, mate: Browser) -> None:
    amara.post("/seat/out", {"kind": "stop", "words": "thanks", "share": "take"})
    page = mate.get("/home").text
    assert LINE in page
    assert "stop" not in page.partition("<main")[2].lower()


def test_no_words_at_all_are_words_too(amara: Browser, mate: Browser) -> None:
    amara.post("/seat/out", {"kind": "alone", "words": "nothing", "share": "take"})
    page = mate.get("/home").text
    assert LINE not in page
    assert "A seat in your circle became free" in page


def test_a_pause_says_no_farewell(amara: Browser, mate: Browser) -> None:
    amara.post("/seat/out", {"kind": "pause", "words": "thanks", "share": "leave"})
    assert LINE not in mate.get("/home").text
    assert list(db.session.scalars(select(Farewell))) == []


def test_what_is_taken_along_is_gone_from_the_pages_of_the_circle(
    amara: Browser, mate: Browser
) -> None:
    write_goal(amara, share="all")
    thing = {"title": "A text", "link": "https://example.org", "-version": "0"}
    amara.post("/shelf/" + "r" * 12, thing)
    assert GOAL in mate.get("/shared").text
    amara.post("/seat/out", {"kind": "stop", "words": "thanks", "share": "take"})
    pages = [mate.get(path).text for path in ("/home", "/shared", "/seat", "/shelf")]
    assert all(GOAL not in one and "https://example.org" not in one for one in pages)


def test_what_is_left_with_them_is_what_stood_open_that_day(amara: Browser, mate: Browser) -> None:
    write_goal(amara, share="all", obstacle="I hide behind detail.")
    write_goal(amara, title="A goal of my own", share="nobody")
    write_reflection(amara, share="now_what")
    amara.post("/seat/out", {"kind": "alone", "words": "thanks", "share": "leave"})
    page = mate.get("/seat").text
    assert GOAL in page
    assert "One line first." in page
    assert "A goal of my own" not in page
    assert "I talked too long." not in page
    write_goal(amara, title="Written afterwards", share="all")
    assert "Written afterwards" not in mate.get("/seat").text


def test_sent_twice_it_is_one_farewell(amara: Browser) -> None:
    write_goal(amara, share="all")
    for _ in range(2):
        sent = {"kind": "stop", "words": "thanks", "share": "leave"}
        assert amara.post("/seat/out", sent).status_code == 303
    assert len(list(db.session.scalars(select(Farewell)))) == 1


def test_the_words_of_leaving_are_those_of_the_agreement_and_hold_no_reason() -> None:
    forms = load_forms((shipped("config"),))
    leaving, agreement = forms["leaving"].field("words"), forms["agreement"].field("leaving")
    assert leaving
    assert agreement
    said = {one.value: one.label.texts for one in leaving.options}
    assert said == {one.value: one.label.texts for one in agreement.options}
    english = " ".join(one["en"].lower() for one in said.values())
    assert not {"because", "reason", "problem", "conflict", "sorry"} & set(english.split())


def test_after_the_first_meeting_each_is_asked_quietly_how_it_is(
    amara: Browser, mate: Browser
) -> None:
    assert "How is it for you here?" not in amara.get("/home").text
    key = _meet(amara)
    assert f"/seat/fit/{key}" in amara.get("/home").text
    assert amara.post(f"/seat/fit/{key}", {"fit": "good"}).status_code == 303
    assert "How is it for you here?" not in amara.get("/home").text
    assert f"/seat/fit/{key}" in mate.get("/home").text


def test_for_whom_it_is_not_right_ways_open_and_nobody_is_told(
    app: Flask, amara: Browser, mate: Browser, circle: list[Membership]
) -> None:
    key, before = _meet(amara), mate.get("/home").text
    assert "Ask for another circle" not in amara.get(f"/seat/fit/{key}").text
    answer = amara.post(f"/seat/fit/{key}", {"fit": "not_for_me"}, follow_redirects=True)
    assert "Ask for another circle" in answer.text
    assert "Ask for another circle" not in mate.get(f"/seat/fit/{key}").text
    same = [page.count("Amara") for page in (before, mate.get("/home").text)]
    assert same[0] == same[1]


def test_nobody_is_asked_after_a_meeting_that_is_not_theirs(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = _meet(amara)
    stranger = make_member(circle[0].context, "Somebody Else")
    make_circle([stranger, make_member(circle[0].context, "B B")], number=2)
    assert Browser(app, stranger).post(f"/seat/fit/{key}", {"fit": "good"}).status_code == 404
    assert list(db.session.scalars(select(Fit))) == []
