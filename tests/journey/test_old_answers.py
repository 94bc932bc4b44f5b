"""An institution drops questions; what was answered before stays its author's to read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.shelf import load_forms
from lti_tool.journey.goals.models import Goal
from lti_tool.settings import Settings, shipped
from tests.builders import Browser, make_circle, make_member
from tests.journey.writers import GOAL, sent, write_goal, write_reflection

WHY, WHAT = GOAL["why"], "I talked too long."


def _dropped(name: str, field: str, folder: Path) -> None:
    """The institution's own file of a form, without one of our questions."""
    text = (shipped("config") / "forms" / f"{name}.toml").read_text("utf-8")
    head, *fields = text.split("[[fields]]\n")
    kept = [one for one in fields if not one.startswith(f'name = "{field}"')]
    own = "[[fields]]\n".join([head, *kept]).replace(f'"{field}", ', "")
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "forms" / f"{name}.toml").write_text(
        own.replace("version = 1", "version = 2"), "utf-8"
    )


@pytest.fixture
def own_forms(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A folder of an institution that asks neither why nor what happened."""
    settings: Settings = app.extensions["settings"]
    before = settings.config_dirs
    yield tmp_path
    object.__setattr__(settings, "config_dirs", before)


def _adopt(app: Flask, folder: Path) -> None:
    settings: Settings = app.extensions["settings"]
    _dropped("goal", "why", folder)
    _dropped("reflection", "what", folder)
    object.__setattr__(settings, "config_dirs", (folder, *settings.config_dirs))


def test_an_old_answer_is_read_by_its_author_and_survives_a_change(
    app: Flask, browser: Browser, own_forms: Path
) -> None:
    key = write_goal(browser)
    _adopt(app, own_forms)
    assert WHY in browser.get(f"/goals/{key}").text
    assert 'name="why"' not in browser.get(f"/goals/{key}/edit").text
    assert browser.post(f"/goals/{key}", sent(seen=1, title="Reworded")).status_code == 303
    goal = db.session.scalars(select(Goal)).one()
    assert (goal.answers["why"], goal.answers["title"]) == (WHY, "Reworded")
    assert goal.form_version == 2


def test_the_same_form_sent_twice_is_one_answer_beside_an_old_one(
    app: Flask, browser: Browser, own_forms: Path
) -> None:
    key = write_goal(browser)
    _adopt(app, own_forms)
    answers = [browser.post(f"/goals/{key}", sent(seen=1, title="Twice")) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]


def test_an_old_answer_is_open_to_nobody_else(
    app: Flask, me: Membership, browser: Browser, own_forms: Path
) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    write_goal(browser, share="all")
    key = write_reflection(browser, share="all")
    home = Browser(app, mate)
    assert WHY in home.get("/shared").text and WHAT in home.get("/shared").text
    _adopt(app, own_forms)
    assert WHY not in home.get("/shared").text and WHAT not in home.get("/shared").text
    assert WHAT in browser.get(f"/reflections/{key}/read").text


def test_a_form_knows_the_questions_of_the_one_that_it_replaces(tmp_path: Path) -> None:
    _dropped("goal", "why", tmp_path)
    form = load_forms((tmp_path, shipped("config")))["goal"]
    assert [one.name for one in form.former] == ["why"]
    assert load_forms((shipped("config"),))["goal"].former == ()
