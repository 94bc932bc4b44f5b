"""The turns of a goal: set later, resting, stuck, ended; help with it; what lies ahead."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.journey.goals.models import LEVELS, Goal, GoalMoment, GoalStep, Outlook
from lti_tool.journey.goals.pictures import HEIGHT, WIDTH, way_of
from lti_tool.programme.models import ParticipationEvent
from tests.builders import Browser, make_member
from tests.journey.writers import GOAL, LATER, key_of, sent, step_ids, tick, write_goal

TODAY = date(2026, 10, 1)
TITLE = GOAL["title"]


def _goal() -> Goal:
    db.session.expire_all()
    return db.session.scalars(select(Goal)).one()


def _items() -> list[str]:
    return list(db.session.scalars(select(ParticipationEvent.item)))


def _begin(browser: Browser, **changes: str) -> str:
    key = key_of(browser.get("/goals/new").text, "goals")
    empty = dict.fromkeys(("measure", "by_when", "steps-0-what", "steps-0-by_when"), "")
    half = {**empty, **changes}
    assert browser.post(f"/goals/{key}", sent(**half, **LATER)).status_code == 303
    return key


def test_half_a_goal_is_kept_and_neither_counts_nor_shows(browser: Browser, mate: Browser) -> None:
    _begin(browser, share="all")
    assert _goal().state == "draft"
    assert _items() == []
    assert TITLE not in mate.get("/shared").text
    assert "Go on with my goal" in browser.get("/home").text


def test_a_goal_that_is_set_later_counts_once(browser: Browser, mate: Browser) -> None:
    key = _begin(browser)
    assert browser.post(f"/goals/{key}", sent(seen=1, share="steps")).status_code == 303
    browser.post(f"/goals/{key}", sent(seen=2, title="Another", share="steps"))
    assert (_goal().state, _items()) == ("active", ["goal"])
    assert "Another" in mate.get("/shared").text


def test_a_wrong_day_is_said_also_while_it_is_half_a_goal(browser: Browser) -> None:
    key = key_of(browser.get("/goals/new").text, "goals")
    answer = browser.post(f"/goals/{key}", sent(by_when="2099-02-30", **LATER))
    assert answer.status_code == 422
    assert "Choose a day that exists" in answer.text


def test_where_one_is_stays_with_oneself_and_is_kept_day_by_day(
    browser: Browser, mate: Browser
) -> None:
    key = write_goal(browser, share="all", minus_1="I can say it in two sentences")
    assert "−1: I can say it in two sentences" in browser.get(f"/goals/{key}/today").text
    said = {"level": "minus_1", "confidence": "7", "note": "Walking helped."}
    assert browser.post(f"/goals/{key}/today", said).status_code == 303
    page = browser.get(f"/goals/{key}").text
    assert "Walking helped." in page and 'class="trend"' in page
    assert "Walking helped." not in mate.get("/shared").text
    assert _items() == ["goal", "progress"]


def test_the_same_said_twice_is_said_once(browser: Browser) -> None:
    key = write_goal(browser)
    for _ in range(2):
        browser.post(f"/goals/{key}/today", {"level": "zero"})
    assert [one.kind for one in _goal().moments] == ["active", "update"]


@pytest.mark.parametrize("wrong", [{}, {"level": "plus_9"}, {"confidence": "11"}])
def test_what_says_nothing_about_today_is_asked_again(
    browser: Browser, wrong: dict[str, str]
) -> None:
    key = write_goal(browser)
    assert browser.post(f"/goals/{key}/today", wrong).status_code == 422
    assert [one.kind for one in _goal().moments] == ["active"]


@pytest.mark.parametrize("outcome", ["reached", "changed", "let_go"])
def test_an_ended_goal_keeps_its_words_and_can_be_taken_up_again(
    browser: Browser, outcome: str
) -> None:
    key = write_goal(browser)
    ended = {"outcome": outcome, "level": "plus_1", "learnt": "To ask sooner."}
    answer = browser.post(f"/goals/{key}/end", ended)
    assert ("/goals/new" in answer.location) == (outcome == "changed")
    assert _goal().state == outcome
    assert "To ask sooner." in browser.get(f"/goals/{key}").text
    browser.post(f"/goals/{key}/again")
    assert (_goal().state, _goal().ended_at) == ("active", None)
    assert len(step_ids(browser, key)) == 2


def test_a_reached_goal_is_seen_by_mates_for_two_weeks_and_one_let_go_no_more(
    browser: Browser, mate: Browser
) -> None:
    reached = write_goal(browser, share="steps", title="The reached one")
    gone = write_goal(browser, share="steps", title="The one let go")
    browser.post(f"/goals/{reached}/end", {"outcome": "reached"})
    browser.post(f"/goals/{gone}/end", {"outcome": "let_go"})
    page = mate.get("/shared").text
    assert "The reached one" in page and "Reached" in page
    assert "The one let go" not in page
    goal = db.session.scalars(select(Goal).filter_by(key=reached)).one()
    goal.ended_at = utcnow() - timedelta(days=15)
    db.session.commit()
    assert "The reached one" not in mate.get("/shared").text


def test_a_resting_goal_comes_back_in_the_middle_of_the_course_and_asks_on_its_day(
    me: Membership, browser: Browser
) -> None:
    me.context.begins_on, me.context.ends_on = date(2026, 10, 15), date(2026, 11, 26)
    db.session.commit()
    with time_machine.travel(datetime(2026, 10, 1, 12, tzinfo=UTC), tick=False):
        key = write_goal(browser, by_when="2026-12-10", **{"steps-0-by_when": ""})
        page = browser.get(f"/goals/{key}/rest").text
        assert 'value="2026-11-05"' in page
        browser.post(f"/goals/{key}/rest", {"back_on": "2026-11-05"})
        assert "It has rested for a while" not in browser.get("/home").text
        _goal().back_on = TODAY
        db.session.commit()
        assert "It has rested for a while" in browser.get("/home").text
    browser.post(f"/goals/{key}/again")
    assert (_goal().state, _goal().back_on) == ("active", None)


@pytest.mark.parametrize(
    ("by_when", "back_on"), [("2026-12-10", "2026-11-05"), ("2026-09-01", "2026-10-15")]
)
def test_after_the_middle_a_resting_goal_comes_back_half_way_to_its_day_or_soon(
    me: Membership, browser: Browser, by_when: str, back_on: str
) -> None:
    me.context.ends_on = TODAY + timedelta(days=1)
    db.session.commit()
    with time_machine.travel(datetime(2026, 10, 1, 12, tzinfo=UTC), tick=False):
        key = write_goal(browser)
        _goal().answers = {**_goal().answers, "by_when": by_when}
        db.session.commit()
        assert f'value="{back_on}"' in browser.get(f"/goals/{key}/rest").text


def test_a_goal_does_not_rest_into_the_past(browser: Browser) -> None:
    key = write_goal(browser)
    assert browser.post(f"/goals/{key}/rest", {"back_on": "2001-01-01"}).status_code == 422
    assert _goal().state == "active"


@pytest.mark.parametrize(
    ("share", "is_told"), [("nobody", False), ("help", False), ("steps", True)]
)
def test_mates_see_where_one_is_stuck_only_if_the_steps_are_open(
    browser: Browser, mate: Browser, share: str, is_told: bool
) -> None:
    key = write_goal(browser, share=share)
    browser.post(f"/goals/{key}/stuck/{step_ids(browser, key)[0]}", {"stuck": "yes"})
    assert "With this step:" in browser.get(f"/goals/{key}").text
    assert ("stuck here" in mate.get("/shared").text) == is_told


@pytest.mark.parametrize(("share", "is_told"), [("nobody", False), ("help", True), ("steps", True)])
def test_being_stuck_with_the_whole_goes_with_its_title(
    browser: Browser, mate: Browser, share: str, is_told: bool
) -> None:
    key = write_goal(browser, share=share)
    browser.post(f"/goals/{key}/stuck/0")
    assert ("Stuck with the whole of it" in mate.get("/shared").text) == is_told
    browser.post(f"/goals/{key}/stuck/0", {"stuck": "no"})
    assert "Stuck with the whole of it" not in mate.get("/shared").text


def test_a_done_step_is_not_stuck_any_more(browser: Browser) -> None:
    key = write_goal(browser)
    browser.post(f"/goals/{key}/stuck/{step_ids(browser, key)[0]}")
    tick(browser, key, 0)
    assert db.session.scalars(select(GoalStep.stuck_at)).all() == [None, None]


def test_a_mate_says_what_they_can_give_and_lowers_it_without_a_word(
    browser: Browser, mate: Browser
) -> None:
    key = write_goal(browser, share="steps")
    number = _goal().id
    assert TITLE in mate.get(f"/circle/goals/{number}").text
    mate.post(f"/circle/goals/{number}", {"how": "help"})
    assert "can help" in browser.get(f"/goals/{key}").text
    mate.post(f"/circle/goals/{number}", {"how": "outside"})
    page = browser.get(f"/goals/{key}").text
    assert "Søren" not in page
    assert "Nobody in your circle can give this." in page


def test_what_is_not_open_cannot_be_looked_at_or_helped_with(
    app: Flask, me: Membership, browser: Browser, mate: Browser
) -> None:
    write_goal(browser, share="nobody")
    stranger = Browser(app, make_member(me.context, "Somebody Else"))
    for reader in (mate, stranger):
        assert reader.get(f"/circle/goals/{_goal().id}").status_code == 404
        assert reader.post(f"/circle/goals/{_goal().id}", {"how": "help"}).status_code == 404


def test_an_offer_that_is_none_of_the_lines_is_asked_again(browser: Browser, mate: Browser) -> None:
    write_goal(browser, share="all")
    assert mate.post(f"/circle/goals/{_goal().id}", {"how": "all"}).status_code == 422


def test_nobody_else_turns_ones_goal(app: Flask, browser: Browser, mate: Browser) -> None:
    key = write_goal(browser, share="all")
    for path in ("today", "end", "rest"):
        assert mate.get(f"/goals/{key}/{path}").status_code == 404
    assert browser.get(f"/goals/{key}/backwards").status_code == 404
    assert mate.post(f"/goals/{key}/end", {"outcome": "let_go"}).status_code == 404
    assert mate.post(f"/goals/{key}/again").status_code == 404
    assert mate.post(f"/goals/{key}/stuck/0").status_code == 404
    assert (_goal().state, _goal().stuck_at) == ("active", None)


def test_the_picture_of_the_future_is_kept_and_can_be_changed(browser: Browser) -> None:
    said = {"horizon": "years", "picture": "I lead a small lab.", "-version": "0"}
    assert browser.post("/ahead", said).status_code == 303
    assert browser.post("/ahead", said).status_code == 303
    assert "I lead a small lab." in browser.get("/goals/new").text
    other = browser.post("/ahead", {**said, "picture": "A large one."})
    assert other.status_code == 409
    assert "I lead a small lab." in other.text and "A large one." in other.text
    assert db.session.scalars(select(Outlook)).one().answers["picture"] == "I lead a small lab."


def test_an_empty_picture_asks_for_a_few_words(browser: Browser) -> None:
    answer = browser.post("/ahead", {"horizon": "year", "-version": "0"})
    assert answer.status_code == 422
    assert "Write a few words in one of the two boxes." in answer.text


def test_what_is_still_to_be_learnt_becomes_a_goal_or_waits_or_goes(browser: Browser) -> None:
    key = key_of(browser.get("/ahead").text, "ahead")
    for _ in range(2):
        assert browser.post(f"/ahead/{key}", {"title": "Statistics"}).status_code == 303
    assert (_goal().state, _goal().answers) == ("draft", {"title": "Statistics"})
    assert 'value="Statistics"' in browser.get(f"/goals/{key}/edit").text
    browser.post(f"/goals/{key}/idea", {"what": "later"})
    assert _goal().state == "paused" and _goal().back_on > utcnow().date()  # type: ignore[operator]
    browser.post(f"/goals/{key}/again")
    assert _goal().state == "draft"
    browser.post(f"/goals/{key}/idea", {"what": "never"})
    assert "Statistics" not in browser.get("/ahead").text
    assert _items() == []


def test_nothing_is_no_gap(browser: Browser) -> None:
    answer = browser.post("/ahead/" + "g" * 12, {"title": " "})
    assert answer.status_code == 422
    assert "Write what you lack." in answer.text


def test_several_goals_stand_on_one_page_by_how_they_stand(browser: Browser) -> None:
    keys = [write_goal(browser, title=f"Goal {i}") for i in range(3)]
    browser.post(f"/goals/{keys[0]}/end", {"outcome": "reached"})
    browser.post(f"/goals/{keys[1]}/rest", {"back_on": "2099-01-01"})
    page = browser.get("/goals").text
    assert [page.index(f"Goal {i}") for i in (2, 1, 0)] == sorted(
        page.index(f"Goal {i}") for i in (2, 1, 0)
    )
    assert "Goal 0" not in browser.get("/home").text


@pytest.mark.parametrize("level", LEVELS)
def test_the_picture_of_the_way_stays_within_its_frame(level: str) -> None:
    goal = Goal(answers={"by_when": "2026-09-01"}, state="active", started_at=utcnow(), steps=[])
    goal.steps = [
        GoalStep(what="A", by_when=date(2019, 1, 1)),
        GoalStep(what="B", done_at=utcnow()),
    ]
    days = (date(2031, 1, 1), date(2026, 1, 1))
    goal.moments = [
        GoalMoment(kind="update", answers={"level": level}, happened_at=_noon(one)) for one in days
    ]
    way = way_of(goal, today=TODAY)
    assert way
    for dot in (*way.levels, *way.steps):
        assert 0 < dot.x < WIDTH and 0 < dot.y < HEIGHT


def test_there_is_no_picture_before_there_is_anything_to_see() -> None:
    goal = Goal(answers={}, state="active", started_at=utcnow(), steps=[], moments=[])
    assert way_of(goal, today=TODAY) is None


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
