"""Goals: written once, changed, ticked; what is counted and what never gets lost."""

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.errors import ChangedMeanwhile
from lti_tool.journey.goals.actions import save_goal
from lti_tool.journey.goals.models import Goal
from lti_tool.programme.models import ParticipationEvent
from tests.builders import Browser, make_circle, make_member
from tests.journey.writers import key_of, sent, step_ids, tick, write_goal


def _goals() -> list[Goal]:
    db.session.expire_all()
    return list(db.session.scalars(select(Goal)))


def _ledger() -> list[tuple[str, bool]]:
    lines = db.session.scalars(select(ParticipationEvent).order_by(ParticipationEvent.id))
    return [(line.item, line.is_done) for line in lines]


def test_a_goal_is_kept_with_its_form_and_its_steps(browser: Browser) -> None:
    write_goal(browser)
    (goal,) = _goals()
    assert (goal.form_name, goal.form_version) == ("goal", 1)
    assert goal.answers["title"] == "A research question I can defend"
    assert [step.what for step in goal.steps] == ["Write five questions", "Choose one"]


def test_a_saved_goal_counts_once_however_often_it_is_changed(browser: Browser) -> None:
    key = write_goal(browser)
    browser.post(f"/goals/{key}", sent(seen=1, title="Another title"))
    assert _goals()[0].answers["title"] == "Another title"
    assert _ledger() == [("goal", True)]


def test_the_same_form_sent_twice_is_one_goal(browser: Browser) -> None:
    key = key_of(browser.get("/goals/new").text, "goals")
    answers = [browser.post(f"/goals/{key}", sent()) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert len(_goals()) == 1
    assert _ledger() == [("goal", True)]


def test_two_windows_never_lose_words_the_second_writer_sees_both(browser: Browser) -> None:
    key = write_goal(browser)
    assert browser.post(f"/goals/{key}", sent(seen=1, why="From the first")).status_code == 303
    second = browser.post(f"/goals/{key}", sent(seen=1, why="From the second"))
    assert second.status_code == 409
    assert "From the first" in second.text and "From the second" in second.text
    assert _goals()[0].answers["why"] == "From the first"


def test_the_second_writer_can_save_after_seeing_both(browser: Browser) -> None:
    key = write_goal(browser)
    browser.post(f"/goals/{key}", sent(seen=1, why="From the first"))
    page = browser.post(f"/goals/{key}", sent(seen=1, why="From the second")).text
    assert 'name="-version" value="2"' in page
    browser.post(f"/goals/{key}", sent(seen=2, why="Both together"))
    assert _goals()[0].answers["why"] == "Both together"


def test_a_change_of_steps_alone_is_noticed_by_the_other_window(browser: Browser) -> None:
    key = write_goal(browser)
    browser.post(f"/goals/{key}", sent(seen=1, **{"steps-2-what": "A third"}))
    other = browser.post(f"/goals/{key}", sent(seen=1, **{"steps-2-what": "My own third"}))
    assert other.status_code == 409
    assert "A third" in other.text and "My own third" in other.text


def test_a_writer_who_is_overtaken_while_saving_is_told(me: Membership) -> None:
    values = {"title": "One", "steps": []}
    goal = save_goal(me, "a" * 12, values=values, seen=0)
    db.session.commit()
    assert goal.version == 1
    with db.engine.begin() as other:
        other.execute(text("UPDATE goals SET version = 2"))
    with pytest.raises(ChangedMeanwhile):
        save_goal(me, "a" * 12, values={**values, "title": "Two"}, seen=1)


def test_a_first_writer_who_is_overtaken_while_saving_is_told(me: Membership) -> None:
    db.session.commit()
    row = {"membership_id": me.id, "key": "a" * 12, "form_name": "goal", "form_version": 1,
           "answers": {}, "version": 1, "is_shared": False}  # fmt: skip

    def overtake(*args: object) -> None:
        with db.engine.begin() as other:
            other.execute(insert(Goal).values(row))

    event.listen(db.session(), "before_flush", overtake, once=True)
    with pytest.raises(ChangedMeanwhile):
        save_goal(me, "a" * 12, values={"title": "Mine", "steps": []}, seen=0)
    assert _ledger() == []


def test_a_wrong_field_keeps_everything_typed_and_says_what_to_write(browser: Browser) -> None:
    key = key_of(browser.get("/goals/new").text, "goals")
    answer = browser.post(
        f"/goals/{key}",
        sent(measure="", by_when="2099-02-30", why="Kept <b>as</b> it is", share="all"),
    )
    assert answer.status_code == 422
    assert "Say how you will know that you are there." in answer.text
    assert "Choose a day that exists" in answer.text
    assert 'value="2099-02-30"' in answer.text
    assert "Kept &lt;b&gt;as&lt;/b&gt; it is" in answer.text
    assert 'value="all" checked' in answer.text
    assert _goals() == []


def test_a_text_of_a_hundred_thousand_signs_is_refused_beside_its_box(browser: Browser) -> None:
    key = key_of(browser.get("/goals/new").text, "goals")
    answer = browser.post(f"/goals/{key}", sent(why="x" * 100_000))
    assert answer.status_code == 422
    assert "2,000 signs at most, it has 100,000" in answer.text
    assert "x" * 100_000 in answer.text


def test_a_new_date_may_not_lie_behind_us(browser: Browser) -> None:
    key = key_of(browser.get("/goals/new").text, "goals")
    answer = browser.post(f"/goals/{key}", sent(by_when="2001-01-01"))
    assert answer.status_code == 422
    assert "Choose a date after today" in answer.text


def test_a_date_that_has_passed_since_may_stay(browser: Browser) -> None:
    key = write_goal(browser)
    goal = _goals()[0]
    goal.answers = {**goal.answers, "by_when": "2001-01-01"}
    db.session.commit()
    changed = sent(seen=goal.version, by_when="2001-01-01", why="New")
    assert browser.post(f"/goals/{key}", changed).status_code == 303


def test_ten_steps_are_kept_and_eleven_are_too_many(browser: Browser) -> None:
    ten = {f"steps-{i}-what": f"Step {i}" for i in range(10)}
    key = write_goal(browser, **ten)
    assert len(step_ids(browser, key)) == 10
    eleven = browser.post(f"/goals/{key}", sent(seen=1, **ten, **{"steps-10-what": "More"}))
    assert eleven.status_code == 422
    assert "Keep it to 10 steps" in eleven.text


def test_ticking_a_step_twice_counts_once(browser: Browser) -> None:
    key = write_goal(browser)
    tick(browser, key, 0)
    tick(browser, key, 0)
    assert _ledger() == [("goal", True), ("step", True)]


def test_only_taking_back_the_last_tick_takes_the_item_back(browser: Browser) -> None:
    key = write_goal(browser)
    tick(browser, key, 0)
    tick(browser, key, 1)
    tick(browser, key, 0, done="no")
    assert ("step", False) not in _ledger()
    tick(browser, key, 1, done="no")
    assert _ledger()[-1] == ("step", False)


def test_a_step_keeps_its_tick_when_it_is_reworded_or_another_is_dropped(browser: Browser) -> None:
    key = write_goal(browser)
    tick(browser, key, 1)
    reworded = sent(seen=1, **{"steps-0-what": "", "steps-0-by_when": "",
                               "steps-1-what": "Choose one with the group"})  # fmt: skip
    assert browser.post(f"/goals/{key}", reworded).status_code == 303
    (step,) = _goals()[0].steps
    assert (step.what, step.done_at is not None) == ("Choose one with the group", True)


def test_a_goal_is_not_found_by_anybody_else(app: Flask, me: Membership, browser: Browser) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = write_goal(browser, share="all")
    (first, _) = step_ids(browser, key)
    theirs = Browser(app, mate)
    assert theirs.get(f"/goals/{key}").status_code == 404
    assert theirs.get(f"/goals/{key}/edit").status_code == 404
    assert theirs.post(f"/goals/{key}/steps/{first}", {"done": "yes"}).status_code == 404
    assert _ledger() == [("goal", True)]


def test_anothers_key_overwrites_nothing(app: Flask, me: Membership, browser: Browser) -> None:
    key = write_goal(browser)
    other = Browser(app, make_member(me.context, "Søren Kierkegaard"))
    other.post(f"/goals/{key}", sent(title="Mine now"))
    titles = {goal.membership_id: goal.answers["title"] for goal in _goals()}
    assert titles[me.id] == "A research question I can defend"


@pytest.mark.parametrize("key", ["new", "%00%00%00%00%00%00%00%00%00%00%00%00", "x" * 5000, "a.b"])
def test_what_is_no_key_is_not_found(browser: Browser, key: str) -> None:
    assert browser.post(f"/goals/{key}", sent()).status_code == 404


@pytest.mark.parametrize("version", ["", "one", "-1", "9" * 400, "1.0", "\x00"])
def test_a_version_that_is_none_is_a_new_goal(browser: Browser, version: str) -> None:
    key = key_of(browser.get("/goals/new").text, "goals")
    assert browser.post(f"/goals/{key}", {**sent(), "-version": version}).status_code == 303


def test_staff_and_observers_have_no_goals(app: Flask, me: Membership) -> None:
    for role in ("Instructor", "Mentor"):
        other = Browser(app, make_member(me.context, "Somebody", role=role))
        assert other.get("/goals/new").status_code == 403
        assert other.post("/goals/" + "a" * 12, sent()).status_code == 403


def test_what_a_goal_is_about_goes_with_its_title(app: Flask, me: Membership) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    write_goal(Browser(app, me), share="help", about="support")
    write_goal(Browser(app, me), share="nobody", about="skills")
    page = Browser(app, mate).get("/shared").text
    assert "Wellbeing and support" in page
    assert "Skills and work" not in page
