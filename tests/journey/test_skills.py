"""Eight skills, looked at twice: the change as a picture and as a table, for one's own eyes."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.entry import FormWrong
from lti_tool.forms.shelf import load_forms
from lti_tool.journey.skills.exercises import load_exercises
from lti_tool.journey.skills.models import SkillCheck
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import shipped
from lti_tool.web.languages import LANGUAGES
from tests.builders import Browser, make_circle, make_member
from tests.journey.writers import key_of

FORM = load_forms((shipped("config"),))["skills"]
NAMES = [one.name for one in FORM.fields]


def _look(browser: Browser, place: int, *names: str) -> str:
    key = key_of(browser.get("/skills/look").text, "skills")
    sent = {name: str(place) for name in names or NAMES}
    assert browser.post(f"/skills/{key}", sent).status_code == 303
    return key


def test_eight_skills_have_an_exercise_each_in_four_languages() -> None:
    exercises = load_exercises((shipped("config"),))
    assert list(exercises) == NAMES and len(NAMES) == 8
    assert all(set(one.texts) == set(LANGUAGES) for one in exercises.values())


def test_the_first_look_waits_for_the_second(browser: Browser) -> None:
    assert "Not looked at yet" in browser.get("/skills").text
    _look(browser, 2)
    assert "Look again at the end" in browser.get("/skills").text


def test_the_change_is_drawn_and_stands_in_a_table(browser: Browser) -> None:
    _look(browser, 2)
    _look(browser, 4)
    page = browser.get("/skills").text
    assert page.count('class="move"') == len(NAMES)
    assert page.count('<td class="num">2</td><td class="num">4</td>') == len(NAMES)


def test_what_was_not_answered_both_times_is_left_out(browser: Browser) -> None:
    _look(browser, 2, "clear", "energy")
    _look(browser, 5, "clear", "bending")
    assert browser.get("/skills").text.count('class="move"') == 1


def test_an_early_look_is_never_written_over_and_counts_once(browser: Browser) -> None:
    key = _look(browser, 2)
    browser.post(f"/skills/{key}", dict.fromkeys(NAMES, "5"))
    _look(browser, 3)
    looks = db.session.scalars(select(SkillCheck).order_by(SkillCheck.id)).all()
    assert [one.answers["clear"] for one in looks] == [2, 3]
    assert db.session.scalars(select(ParticipationEvent.item)).all() == ["skills"]


@pytest.mark.parametrize("place", ["0", "6", "-1", "3.5", "three", "٣"])
def test_a_place_that_is_not_on_the_line_is_refused_beside_it(browser: Browser, place: str) -> None:
    answer = browser.post("/skills/" + "s" * 12, {"clear": place})
    assert answer.status_code == 422
    assert "Choose a place on the line." in answer.text


def test_no_answer_at_all_is_asked_again(browser: Browser) -> None:
    answer = browser.post("/skills/" + "s" * 12, {})
    assert answer.status_code == 422
    assert "Choose a place on at least one of the lines." in answer.text


def test_nobody_else_sees_it(app: Flask, me: Membership, browser: Browser) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    _look(browser, 2)
    assert "Not looked at yet" in Browser(app, mate).get("/skills").text
    staff = Browser(app, make_member(me.context, "Dr Ruth Adeyemi", role="Instructor"))
    assert staff.get("/skills").status_code == 403


def test_a_scale_without_its_ends_is_named_by_file_and_key(tmp_path: Path) -> None:
    text = (shipped("config") / "forms" / "skills.toml").read_text("utf-8")
    (tmp_path / "forms").mkdir()
    lacking = "\n".join(one for one in text.splitlines() if not one.startswith("high."))
    (tmp_path / "forms" / "skills.toml").write_text(lacking, "utf-8")
    with pytest.raises(FormWrong, match="a scale says what low and high mean"):
        load_forms((tmp_path,))
