"""Staff choose which forms a programme uses; of two who choose, both are shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from lti_tool.db import db
from lti_tool.groups.opening.templates import load_templates
from lti_tool.programme.copies.actions import bring_along
from lti_tool.programme.copies.queries import Question, design_of
from lti_tool.programme.outline.extras import EXTRAS
from lti_tool.programme.outline.queries import used_in
from tests.builders import make_context
from tests.groups.opening.test_opening import Desk
from tests.groups.opening.test_templates import GOOD, own


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    with time_machine.travel("2026-11-26T12:00:00Z", tick=True):
        yield Desk(app)


def test_all_are_on_until_staff_choose_otherwise(desk: Desk) -> None:
    assert used_in(desk.context.id) == frozenset(EXTRAS)
    assert desk.text("/extras").count("checked") == len(EXTRAS)
    assert desk.outline.without == []


def test_what_is_not_ticked_is_off_and_the_page_of_the_programme_says_what_is_on(
    desk: Desk,
) -> None:
    assert desk.send("extras", uses=["skills", "reflections"]).status_code == 303
    assert desk.outline.without == ["lessons", "practice", "health", "rounds"]
    assert "Looking back · Eight skills" in desk.text()
    assert desk.text("/extras").count("checked") == 2


def test_all_may_be_off(desk: Desk) -> None:
    assert desk.send("extras").status_code == 303
    assert used_in(desk.context.id) == frozenset()
    assert "None of them: the circle, goals and meetings alone." in desk.text()


def test_an_invented_one_is_refused(desk: Desk) -> None:
    assert desk.send("extras", uses=["survey"]).status_code == 422
    assert desk.outline.without == []


def test_whoever_was_second_sees_both(desk: Desk) -> None:
    desk.text()
    seen = desk.outline.version
    desk.send("extras", uses=["lessons"], seen=seen)
    got = desk.send("extras", uses=["rounds"], seen=seen)
    assert got.status_code == 409
    assert used_in(desk.context.id) == {"lessons"}
    assert desk.send("extras", uses=["rounds"]).status_code == 303
    assert used_in(desk.context.id) == {"rounds"}


def test_a_template_of_ones_own_keeps_it_and_one_of_the_institution_begins_anew(
    desk: Desk,
) -> None:
    desk.send("extras", uses=["lessons"])
    desk.browser.post("/programme/templates/keep", {"title": "Lean"})
    desk.send("templates", template="semester")
    assert used_in(desk.context.id) == frozenset(EXTRAS)
    name = desk.text("/templates").split('value="own-')[1].split('"')[0]
    desk.send("templates", template=f"own-{name}")
    assert used_in(desk.context.id) == {"lessons"}


def test_a_programme_of_the_institution_may_leave_some_out(tmp_path: Path) -> None:
    text = GOOD.replace("weeks = 6", 'weeks = 6\nwithout = ["rounds", "health"]')
    assert load_templates(own(tmp_path, text)).templates["mine"].outline["without"] == [
        "rounds", "health",
    ]  # fmt: skip


def test_a_programme_that_leaves_out_what_is_no_extra_is_named(tmp_path: Path) -> None:
    text = GOOD.replace("weeks = 6", 'weeks = 6\nwithout = ["survey"]')
    assert "without: some of reflections, lessons" in load_templates(own(tmp_path, text)).wrong[0]


def test_a_copy_of_the_course_does_without_the_same(desk: Desk) -> None:
    desk.send("extras", uses=["lessons"])
    copy = make_context()
    bring_along(Question(copy, desk.context, tuple(design_of(desk.context).values())))
    db.session.expire_all()
    assert used_in(copy.id) == {"lessons"}
