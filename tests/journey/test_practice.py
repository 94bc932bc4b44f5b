"""What circles practise with: situations, cards on the table, another agenda for one meeting."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.definition import Words
from lti_tool.forms.entry import FormWrong
from lti_tool.journey.goals.models import GoalStep
from lti_tool.journey.meetings.agendas import load_agendas
from lti_tool.journey.meetings.models import Meeting
from lti_tool.journey.practice.shelf import Deck, RolePlay, load_decks, load_role_plays
from lti_tool.settings import shipped
from lti_tool.web.languages import LANGUAGES
from tests.builders import Browser, make_circle, make_member
from tests.journey.writers import meeting_keys, plan, step_ids, tick, write_goal

FOLDERS = (shipped("config"),)
PLAYS, DECKS = load_role_plays(FOLDERS), load_decks(FOLDERS)


def _words(thing: Deck | RolePlay) -> Iterator[Words]:
    for value in vars(thing).values():
        if isinstance(value, Words):
            yield value
        elif isinstance(value, tuple):
            for one in value:
                yield from [one] if isinstance(one, Words) else vars(one).values()


def test_there_are_eight_situations_at_least_each_with_something_to_watch_for() -> None:
    assert len(PLAYS) >= 8
    assert all(len(one.watch) >= 3 for one in PLAYS.values())


@pytest.mark.parametrize("thing", [*PLAYS.values(), *DECKS.values()])
def test_every_word_of_ours_stands_in_four_languages_and_in_no_two_alike(
    thing: Deck | RolePlay,
) -> None:
    for words in _words(thing):
        assert set(words.texts) == set(LANGUAGES)
        assert len(set(words.texts.values())) > 1 or words.texts["en"].isdigit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_is_read_in_ones_language(
    me: Membership, browser: Browser, language: str
) -> None:
    me.user.language = language
    db.session.commit()
    page = browser.get("/practice").text
    for name, play in PLAYS.items():
        assert f"/practice/{name}" in page
        assert play.situation.speak(language) in browser.get(f"/practice/{name}").text


def test_a_situation_that_nobody_wrote_is_not_found(browser: Browser) -> None:
    assert browser.get("/practice/0_none").status_code == 404


def test_the_cards_lie_on_the_table_of_the_usual_meeting(browser: Browser, mate: Browser) -> None:
    plan(browser, first_day="2099-10-13")
    page = browser.get(f"/meetings/{meeting_keys(browser)[0]}").text
    assert page.count("Listening cards") == 1
    assert "Say back" in page


@pytest.mark.parametrize("name", load_agendas(FOLDERS))
def test_one_meeting_may_run_another_way_and_everybody_is_told(
    browser: Browser, mate: Browser, name: str
) -> None:
    plan(browser, first_day="2099-10-13")
    first, second, *_ = meeting_keys(browser)
    assert browser.post(f"/meetings/{first}/agenda", {"agenda": name}).status_code == 303
    title = load_agendas(FOLDERS)[name].parts[0].title.speak("en")
    assert title in mate.get(f"/meetings/{first}").text
    assert "Goals, equal time" in mate.get(f"/meetings/{second}/agenda").text
    is_told = "Meeting 1 has another agenda." in mate.get("/home").text
    assert is_told == (name != "check_in")
    agendas = db.session.scalars(select(Meeting.agenda).order_by(Meeting.number)).all()
    assert agendas == [name, "check_in", "check_in"]


def test_an_agenda_that_is_none_and_a_meeting_that_is_over_change_nothing(
    browser: Browser, mate: Browser
) -> None:
    plan(browser, first_day="2099-10-13")
    first = meeting_keys(browser)[0]
    assert browser.post(f"/meetings/{first}/agenda", {"agenda": "../x"}).status_code == 422
    meeting = db.session.scalars(select(Meeting).filter_by(key=first)).one()
    meeting.starts_at = utcnow() - timedelta(days=1)
    db.session.commit()
    answer = browser.post(f"/meetings/{first}/agenda", {"agenda": "closing"})
    assert answer.status_code == 422 and "This meeting is over." in answer.text


def test_nobody_outside_the_circle_chooses_its_agenda(
    app: Flask, me: Membership, browser: Browser, mate: Browser
) -> None:
    plan(browser, first_day="2099-10-13")
    first = meeting_keys(browser)[0]
    others = [make_member(me.context, name) for name in ("Minh Anh", "Somebody Else")]
    make_circle(others, number=2)
    stranger = Browser(app, others[0])
    assert stranger.post(f"/meetings/{first}/agenda", {"agenda": "closing"}).status_code == 404


def test_a_meeting_brings_goals_along_as_far_as_they_are_open(
    browser: Browser, mate: Browser
) -> None:
    plan(browser, first_day="2099-10-13")
    write_goal(browser, share="nobody", title="Mine alone")
    write_goal(mate, share="steps", title="Theirs, opened", **{"steps-0-what": "Their step"})
    address = f"/meetings/{meeting_keys(browser)[0]}"
    assert "Mine alone" in browser.get(address).text
    assert "Their step" in browser.get(address).text
    assert "Mine alone" not in mate.get(address).text


def test_a_step_ticked_in_the_meeting_is_ticked_on_the_goal(
    browser: Browser, mate: Browser
) -> None:
    plan(browser, first_day="2099-10-13")
    address = f"/meetings/{meeting_keys(browser)[0]}"
    key = write_goal(browser)
    step = step_ids(browser, key)[0]
    sent = {"done": "yes", "meeting": address.rpartition("/")[2]}
    answer = browser.post(f"/goals/{key}/steps/{step}", sent)
    assert answer.location.endswith(f"{address}#agenda")
    assert "1 of 2 done" in browser.get(f"/goals/{key}").text


def test_what_was_done_before_the_last_meeting_is_not_brought_again(
    browser: Browser, mate: Browser
) -> None:
    plan(browser, first_day="2099-10-13")
    key = write_goal(browser, **{"steps-0-what": "Long ago", "steps-1-what": "Lately"})
    tick(browser, key, 0)
    tick(browser, key, 1)
    long_ago, _ = db.session.scalars(select(GoalStep).order_by(GoalStep.id)).all()
    long_ago.done_at = utcnow() - timedelta(days=30)
    first, *_ = db.session.scalars(select(Meeting).order_by(Meeting.number)).all()
    first.starts_at = utcnow() - timedelta(days=7)
    db.session.commit()
    page = browser.get(f"/meetings/{meeting_keys(browser)[0]}").text
    assert "Lately" in page and "Long ago" not in page


@pytest.mark.parametrize(
    ("below", "text", "said"),
    [
        ("cards", 'title.en = "Empty"', "cards: write at least one"),
        ("role-plays", "minutes = 0", "minutes: a whole number from 1"),
        ("role-plays", 'minutes = 5\ntitle.en = "T"', "situation: write situation.en"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(
    tmp_path: Path, below: str, text: str, said: str
) -> None:
    (tmp_path / below).mkdir()
    (tmp_path / below / "own.toml").write_text(text, "utf-8")
    with pytest.raises(FormWrong) as found:
        {"cards": load_decks, "role-plays": load_role_plays}[below]((tmp_path,))
    assert "own.toml" in str(found.value) and said in str(found.value)
