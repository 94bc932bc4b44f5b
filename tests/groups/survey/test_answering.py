"""The survey page by page: what is kept, what is refused with a sentence, and when it is open."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.survey.models import Survey, SurveySecret
from lti_tool.groups.survey.queries import answers_in, counts_in
from lti_tool.programme.queries import acts_of
from tests.builders import Browser, make_circle, make_context, make_member
from tests.groups.survey.answering import (
    PAGES,
    answer,
    answer_all,
    close_survey,
    open_survey,
    version_on,
)

HOPES = {"goals": ["skill", "career"], "experience": "some"}


@pytest.fixture
def me(app: Flask) -> Membership:
    """A student of a course whose survey is open."""
    member = make_member(make_context())
    open_survey(member.context_id)
    return member


def test_each_page_leads_to_the_next_and_the_last_is_the_end(app: Flask, me: Membership) -> None:
    browser = Browser(app, me)
    places = [answer(browser, page).headers["Location"].rpartition("/survey")[2] for page in PAGES]
    assert places == [*(f"/{page}" for page in PAGES[1:]), ""]


def test_somebody_who_answers_nothing_is_done_too(app: Flask, me: Membership) -> None:
    answer_all(Browser(app, me))
    assert [act.item for act in acts_of([me.id])[me.id]] == ["survey"]
    assert (counts_in(me.context_id).done, counts_in(me.context_id).all) == (1, 1)


def test_finishing_twice_counts_once(app: Flask, me: Membership) -> None:
    browser = Browser(app, me)
    answer_all(browser)
    first = db.session.scalar(select(Survey.done_at))
    answer_all(browser, hopes=HOPES)
    assert db.session.scalar(select(Survey.done_at)) == first


def test_what_was_said_on_one_page_stays_when_another_is_sent(app: Flask, me: Membership) -> None:
    browser = Browser(app, me)
    answer(browser, "hopes", **HOPES)
    answer(browser, "topics", **{"topics-give-methods": "3", "topics-want-numbers": "1"})
    kept = answers_in(me.context_id)[me.id]
    assert kept["goals"] == ["skill", "career"]
    assert kept["topics"] == {"give": {"methods": 3}, "want": {"numbers": 1}}
    page = browser.get("/survey/hopes").text
    assert 'value="career" checked' in page
    assert 'value="habits" checked' not in page


def test_going_on_later_keeps_the_page_and_leads_home(app: Flask, me: Membership) -> None:
    browser = Browser(app, me)
    sent = answer(browser, "hopes", **HOPES, **{"-later": "yes"})
    assert sent.headers["Location"].endswith("/home?said=later")
    assert answers_in(me.context_id)[me.id]["experience"] == "some"
    assert (counts_in(me.context_id).done, counts_in(me.context_id).begun) == (0, 1)


def test_the_home_leads_to_the_survey_while_it_is_open_and_not_finished(
    app: Flask, me: Membership
) -> None:
    browser = Browser(app, me)
    assert "/survey" in browser.get("/home").text
    answer_all(browser)
    assert "/survey" not in browser.get("/home").text


def test_the_home_says_nothing_of_a_survey_where_there_is_none(app: Flask) -> None:
    member = make_member(make_context())
    assert "/survey" not in Browser(app, member).get("/home").text


def test_what_is_for_the_circles_alone_is_kept_sealed_and_apart(app: Flask, me: Membership) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    browser = Browser(app, me)
    answer(browser, "people", please_not=[str(mate.id)], contest="Dean’s prize", matters="hours")
    assert answers_in(me.context_id)[me.id]["please_not"] == [mate.id]
    kept = db.session.scalar(select(Survey.answers))
    assert set(kept or ()) == {"matters"}
    sealed = db.session.connection().exec_driver_sql("SELECT answers FROM survey_secrets").scalar()
    assert "Dean" not in str(sealed)
    answer(browser, "people")
    assert db.session.scalars(select(SurveySecret)).all() == []


@pytest.mark.parametrize(
    ("page", "sent", "said"),
    [
        ("hopes", {"goals": ["skill", "habits", "career", "leading"]}, "Choose 3 at most."),
        ("hopes", {"experience": "expert"}, "Choose one of the lines below."),
        ("topics", {"topics-give-methods": "9"}, "Choose from the lines of each box."),
        ("hours", {"zone": "Mars/Olympus"}, "There is no time zone with this name."),
        ("hours", {"hours": ["mon-25"]}, "Mark hours of the table below."),
        ("people", {"wished": ["999999"]}, "is not in the course any more"),
        ("people", {"contest": "x" * 200}, "too long to keep"),
    ],
)
def test_what_cannot_be_is_said_beside_its_box_and_nothing_is_kept(
    app: Flask, me: Membership, page: str, sent: dict[str, Any], said: str
) -> None:
    got = answer(Browser(app, me), page, **sent)
    assert got.status_code == 422
    assert said in got.text
    assert db.session.scalars(select(Survey)).all() == []


def test_a_zone_that_is_nearly_right_is_named(app: Flask, me: Membership) -> None:
    got = answer(Browser(app, me), "hours", zone="Europe/Copenhagn", hours=["mon-09"])
    assert "Choose one such as Europe/Copenhagen." in got.text
    assert 'aria-label="Monday, 09:00 to 10:00" checked' in got.text
    assert 'value="Europe/Copenhagn"' in got.text
    assert answer(Browser(app, me), "hours", zone="europe/copenhagen").status_code == 303
    assert answers_in(me.context_id)[me.id]["zone"] == "Europe/Copenhagen"


def test_somebody_of_another_course_and_oneself_cannot_be_chosen(
    app: Flask, me: Membership
) -> None:
    stranger = make_member(make_context(), "Somebody Else")
    for one in (stranger, me):
        assert answer(Browser(app, me), "people", wished=[str(one.id)]).status_code == 422


def test_somebody_who_leaves_while_one_answers_is_named_as_gone(app: Flask, me: Membership) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    browser = Browser(app, me)
    seen = version_on(browser.get("/survey/people").text)
    mate.left_at = utcnow()
    db.session.commit()
    got = browser.post("/survey/people", {"-version": seen, "please_not": str(mate.id)})
    assert got.status_code == 422
    assert "is not in the course any more" in got.text


def test_two_windows_never_overwrite_each_other(app: Flask, me: Membership) -> None:
    browser = Browser(app, me)
    answer(browser, "share", called="Amara")
    seen = version_on(browser.get("/survey/share").text)
    answer(browser, "share", called="Ama")
    got = browser.post("/survey/share", {"-version": seen, "called": "Amy"})
    assert got.status_code == 409
    assert 'value="Amy"' in got.text
    assert "<bdi>Ama</bdi>" in got.text


def test_the_same_page_sent_twice_is_one_answer(app: Flask, me: Membership) -> None:
    browser = Browser(app, me)
    seen = version_on(browser.get("/survey/hopes").text)
    sent = {"-version": seen, **HOPES}
    assert [browser.post("/survey/hopes", sent).status_code for _ in range(2)] == [303, 303]


def test_outside_the_window_nothing_is_kept_and_what_was_written_is_shown(
    app: Flask, me: Membership
) -> None:
    browser = Browser(app, me)
    seen = version_on(browser.get("/survey/people").text)
    close_survey(me.context_id)
    words = {"-version": seen, "contest": "A long prize name."}
    origin = {"Origin": app.config["ORIGIN"]}
    got = browser.post("/survey/people", words, headers=origin)
    assert got.status_code == 409
    assert "The survey is not open" in got.text
    assert "A long prize name." in got.text
    assert "closed" in browser.get("/survey").text


def test_what_the_circle_may_know_can_be_taken_back_at_any_time_and_counts_for_nothing(
    app: Flask, me: Membership
) -> None:
    browser = Browser(app, me)
    answer(browser, "share", share="most", **{"-later": "yes"})
    close_survey(me.context_id)
    assert answer(browser, "share", share="nothing").status_code == 303
    assert answers_in(me.context_id)[me.id]["share"] == "nothing"
    assert acts_of([me.id]) == {}
    assert 'href="/s/' + browser.sid + '/survey/share"' in browser.get("/survey").text


def test_the_survey_is_not_open_before_its_time(app: Flask, me: Membership) -> None:
    with time_machine.travel(utcnow() - timedelta(days=3), tick=False):
        browser = Browser(app, me)
        assert browser.post("/survey/hopes", {"-version": "0"}).status_code == 409


def test_staff_and_strangers_find_no_survey(app: Flask, me: Membership) -> None:
    staff = make_member(me.context, "Dr Ruth Adeyemi", role="Instructor")
    assert Browser(app, staff).get("/survey").status_code == 403
    assert Browser(app, me).get("/survey/nothing").status_code == 404


def test_in_a_course_of_thousands_nobody_is_named_and_the_rest_is_kept(
    app: Flask, me: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_tool.groups.survey.forms.MOST_MATES", 1)
    mate, _ = (make_member(me.context, name) for name in ("Søren Kierkegaard", "Minh Anh"))
    browser = Browser(app, me)
    assert "Please not with" not in browser.get("/survey/people").text
    answer(browser, "people", matters="hours", please_not=[str(mate.id)])
    assert answers_in(me.context_id)[me.id] == {"matters": "hours"}


def test_somebody_who_sits_in_a_circle_is_asked_again_for_the_next_one(
    app: Flask, me: Membership
) -> None:
    make_circle([me, make_member(me.context, "Søren Kierkegaard")])
    assert "/survey" in Browser(app, me).get("/home").text
