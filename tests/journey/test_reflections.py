"""Reflections: go on later, mark as done, take the sharing back."""

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.journey.reflections.models import Reflection
from lti_tool.programme.models import ParticipationEvent
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import LATER, key_of, sent_reflection, write_reflection


@pytest.fixture
def me(app: Flask) -> Membership:
    return make_member(make_context())


@pytest.fixture
def browser(app: Flask, me: Membership) -> Browser:
    return Browser(app, me)


def _kept() -> Reflection:
    db.session.expire_all()
    return db.session.scalars(select(Reflection)).one()


def _counted() -> list[str]:
    return list(db.session.scalars(select(ParticipationEvent.item)))


def _empty_key(browser: Browser) -> str:
    return key_of(browser.get("/reflections/new").text, "reflections")


def test_what_is_saved_for_later_is_kept_and_not_counted(browser: Browser) -> None:
    key = _empty_key(browser)
    browser.post(f"/reflections/{key}", sent_reflection(so_what="", **LATER))
    assert (_kept().answers["what"], _kept().done_at) == ("I talked too long.", None)
    assert _counted() == []


def test_a_reflection_for_later_may_be_empty(browser: Browser) -> None:
    key = _empty_key(browser)
    assert browser.post(f"/reflections/{key}", {**LATER, "-version": "0"}).status_code == 303


def test_one_box_is_enough_to_be_done(browser: Browser) -> None:
    write_reflection(browser, what="", so_what="")
    assert _kept().done_at is not None


def test_nothing_at_all_is_not_done_yet(browser: Browser) -> None:
    key = _empty_key(browser)
    empty = sent_reflection(what=" ", so_what="\u200b", now_what="")
    answer = browser.post(f"/reflections/{key}", empty)
    assert answer.status_code == 422
    assert "Write a few words in one of the three boxes" in answer.text


def test_done_counts_once_however_often_it_is_saved(browser: Browser) -> None:
    key = write_reflection(browser)
    done_at = _kept().done_at
    browser.post(f"/reflections/{key}", sent_reflection(seen=1, what="More words"))
    assert (_kept().answers["what"], _kept().done_at) == ("More words", done_at)
    assert _counted() == ["reflection"]


def test_the_same_form_sent_twice_is_one_reflection(browser: Browser) -> None:
    key = _empty_key(browser)
    answers = [browser.post(f"/reflections/{key}", sent_reflection()) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert _counted() == ["reflection"]


def test_the_same_words_saved_in_one_window_can_be_marked_as_done_in_the_other(
    browser: Browser,
) -> None:
    key = _empty_key(browser)
    browser.post(f"/reflections/{key}", sent_reflection(**LATER))
    assert browser.post(f"/reflections/{key}", sent_reflection()).status_code == 303
    assert _kept().done_at is not None


def test_two_windows_never_lose_words_the_second_writer_sees_both(browser: Browser) -> None:
    key = _empty_key(browser)
    browser.post(f"/reflections/{key}", sent_reflection(what="From the first", **LATER))
    second = browser.post(f"/reflections/{key}", sent_reflection(what="From the second"))
    assert second.status_code == 409
    assert "From the first" in second.text and "From the second" in second.text
    assert _kept().answers["what"] == "From the first"


def test_the_group_sees_it_once_it_is_done_and_only_what_was_opened(
    app: Flask, me: Membership, browser: Browser
) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = _empty_key(browser)
    home = Browser(app, mate)
    browser.post(f"/reflections/{key}", sent_reflection(share="now_what", **LATER))
    assert "One line first." not in home.get("/home").text
    browser.post(f"/reflections/{key}", sent_reflection(seen=1, share="now_what"))
    page = home.get("/home").text
    assert "One line first." in page
    assert "I talked too long." not in page and "I hide behind detail." not in page


def test_sharing_can_be_taken_back(app: Flask, me: Membership, browser: Browser) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = write_reflection(browser, share="all")
    home = Browser(app, mate)
    assert "I talked too long." in home.get("/home").text
    browser.post(f"/reflections/{key}", sent_reflection(seen=1, share="nothing"))
    assert "I talked too long." not in home.get("/home").text


def test_a_reflection_is_not_found_by_a_mate(app: Flask, me: Membership, browser: Browser) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = write_reflection(browser, share="all")
    assert Browser(app, mate).get(f"/reflections/{key}").status_code == 404


def test_the_list_of_ones_own_reflections_shows_them_all(browser: Browser) -> None:
    keys = [write_reflection(browser) for _ in range(5)]
    page = browser.get("/reflections").text
    assert all(f"/reflections/{key}" in page for key in keys)
    assert "See all 5" in browser.get("/home").text
