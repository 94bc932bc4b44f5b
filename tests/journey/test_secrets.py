"""Staff see what is done and when, and never a word of it: on every page they can reach."""

import itertools
import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from lti_tool.cli import cli
from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.definition import Form
from lti_tool.forms.shelf import load_forms
from lti_tool.groups.queries import mates_of
from lti_tool.journey.goals.models import GoalStep
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import (
    file_note,
    meeting_keys,
    plan,
    promise,
    sent,
    sent_reflection,
    write_agreement,
    write_goal,
    write_reflection,
)

FORMS = load_forms((shipped("config"),))
SECRET = "qzx-secret"
WRITTEN = ("text", "long")


def _secrets(form: Form) -> dict[str, str]:
    boxes = {one.name: f"{SECRET}-{one.name}" for one in form.fields if one.kind.word in WRITTEN}
    return {**boxes, "share": "all", "steps-0-what": f"{SECRET}-step"}


@pytest.fixture
def author(app: Flask) -> Membership:
    """A student who wrote a secret into every box and opened all of it to the circle."""
    me = make_member(make_context())
    make_circle([me, make_member(me.context, "Søren Kierkegaard")])
    browser = Browser(app, me)
    write_goal(browser, **_secrets(FORMS["goal"]))
    write_reflection(browser, **_secrets(FORMS["reflection"]))
    write_agreement(browser, **_secrets(FORMS["agreement"]))
    write_agreement(browser, seen=1, **_secrets(FORMS["agreement"]), stuck="teacher")
    browser.post("/agreement/topics", {"topic": f"{SECRET}-topic"})
    plan(browser, first_day="2099-10-13", place=f"{SECRET}-place")
    meeting = meeting_keys(browser)[0]
    browser.post(f"/meetings/{meeting}/card", {**_secrets(FORMS["card"]), "-version": "0"})
    row = promise(0, me.id, f"{SECRET}-promise")
    file_note(
        browser, meeting, **{**_secrets(FORMS["note"]), "decisions": f"{SECRET}-decided"}, **row
    )
    return me


def _paths(app: Flask, keys: list[str], numbers: list[int]) -> set[str]:
    """Every address below a visit that answers to GET, with what could stand in it."""
    found = set()
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/s/<sid>/") or "GET" not in (rule.methods or ()):
            continue
        parts = re.findall(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", rule.rule.removeprefix("/s/<sid>"))
        values = [numbers if converter == "int" else [*keys, *numbers] for converter, _ in parts]
        for chosen in itertools.product(*values):
            path = rule.rule.removeprefix("/s/<sid>")
            for value in chosen:
                path = re.sub(r"<[^>]+>", str(value), path, count=1)
            found.add(path)
    return found


def _everywhere(app: Flask) -> set[str]:
    keys = ["a" * 12]
    for table in ("goals", "reflections", "meetings"):
        keys += db.session.scalars(select(db.metadatas[None].tables[table].c.key))
    steps = list(db.session.scalars(select(GoalStep.id)))
    return _paths(app, keys, sorted({1, 2, *steps}))


@pytest.mark.parametrize("role", ["Instructor", "TeachingAssistant", "Mentor", "Administrator"])
def test_no_page_that_staff_or_guests_reach_holds_a_word_of_what_was_written(
    app: Flask, author: Membership, role: str
) -> None:
    reader = Browser(app, make_member(author.context, "Dr Ruth Adeyemi", role=role))
    answers = {path: reader.get(path) for path in _everywhere(app)}
    assert [path for path, one in answers.items() if SECRET in one.text] == []
    assert [path for path, one in answers.items() if one.status_code >= 500] == []
    assert answers["/readers"].status_code == 200


def test_a_student_of_another_course_reads_no_word(app: Flask, author: Membership) -> None:
    reader = Browser(app, make_member(make_context(), "Somebody Else"))
    assert [path for path in _everywhere(app) if SECRET in reader.get(path).text] == []


def test_a_mate_reads_it_on_the_pages_of_the_circle_and_nowhere_else(
    app: Flask, author: Membership
) -> None:
    (mate,) = mates_of(author)
    reader = Browser(app, mate)
    found = sorted(path for path in _everywhere(app) if SECRET in reader.get(path).text)
    meetings = {path for path in found if path.startswith("/meetings")}
    assert set(found) - meetings == {"/agreement", "/agreement/earlier", "/agreement/edit", "/home"}
    assert {"/meetings", "/meetings/plan", "/meetings/calendar.ics"} <= meetings
    assert not [path for path in meetings if path.endswith(("/card", "/move"))]


def test_another_circle_of_the_course_reads_no_word(app: Flask, author: Membership) -> None:
    others = [make_member(author.context, name) for name in ("Minh Anh", "Somebody Else")]
    make_circle(others, number=2)
    reader = Browser(app, others[0])
    assert [path for path in _everywhere(app) if SECRET in reader.get(path).text] == []


def test_somebody_who_became_staff_reads_no_word_any_more(app: Flask, author: Membership) -> None:
    (mate,) = mates_of(author)
    mate.roster_roles = ["Instructor"]
    mate.settle_roles()
    reader = Browser(app, mate)
    assert [path for path in _everywhere(app) if SECRET in reader.get(path).text] == []


def test_the_ledger_holds_no_word(app: Flask, author: Membership) -> None:
    lines = db.session.execute(select(ParticipationEvent.__table__)).all()
    assert lines
    assert SECRET not in repr(lines)


def _commands(group: click.Group, *before: str) -> Iterator[tuple[list[str], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, *before, name)
        elif {name, *before}.isdisjoint({"serve", "worker", "db"}):
            yield [*before, name], command


def test_no_command_prints_a_word(app: Flask, author: Membership) -> None:
    said = {}
    for words, command in _commands(cli):
        has_json = any("--json" in option.opts for option in command.params)
        for asked in (words, [*words, "--json"]) if has_json else (words,):
            said[" ".join(asked)] = CliRunner().invoke(cli, asked, obj=app).output
    assert len(said) > len(cli.commands)
    assert [asked for asked, output in said.items() if SECRET in output] == []


def test_a_refused_form_writes_no_word_into_the_log(
    app: Flask, author: Membership, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(app, author)
    browser.post("/goals/" + "b" * 12, sent(measure="", **{"why": SECRET}))
    browser.post("/reflections/nokey", sent_reflection(what=SECRET))
    assert SECRET not in caplog.text
