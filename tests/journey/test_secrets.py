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
from lti_tool.journey.goals.models import Goal, GoalStep
from lti_tool.journey.help.models import ANSWER_FORM
from lti_tool.journey.help.queries import letters_to, request_of, requests_of
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import (
    ask,
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
OWN = "qzx-secret-own"
"""What nothing opens to the circle either."""
WRITTEN = ("text", "long")


def _secrets(form: Form) -> dict[str, str]:
    boxes = {one.name: f"{SECRET}-{one.name}" for one in form.fields if one.kind.word in WRITTEN}
    return {**boxes, "share": "all", "steps-0-what": f"{SECRET}-step"}


def _keep_to_oneself(browser: Browser, goal: str) -> None:
    """Secrets where no share choice opens anything."""
    browser.post(f"/goals/{goal}/today", {**_own("goal_update"), "level": "zero"})
    browser.post("/ahead", {**_own("ahead"), "-version": "0"})
    browser.post("/ahead/" + "g" * 12, {"title": f"{OWN}-gap"})
    draft = {**_own("goal"), "share": "all", "-later": "yes"}
    browser.post("/goals/" + "d" * 12, draft)
    ended = write_goal(browser, share="nobody", title=f"{OWN}-ended")
    browser.post(f"/goals/{ended}/end", {**_own("goal_close"), "outcome": "let_go"})


def _own(name: str) -> dict[str, str]:
    return {box: text.replace(SECRET, OWN) for box, text in _secrets(FORMS[name]).items()}


@pytest.fixture
def author(app: Flask) -> Membership:
    """A student who wrote a secret into every box and opened all of it to the circle."""
    me = make_member(make_context())
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    browser = Browser(app, me)
    goal = write_goal(browser, **_secrets(FORMS["goal"]))
    _keep_to_oneself(browser, goal)
    write_reflection(browser, **_secrets(FORMS["reflection"]))
    for n, name in enumerate(("reflection_cycle", "reflection_deal", "reflection_decision")):
        boxes = {**_secrets(FORMS[name]), "share": "question", "-way": name, "-version": "0"}
        browser.post(f"/reflections/{n}" + "r" * 11, boxes)
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
    _write_letters(browser, Browser(app, mate), me, mate)
    shared = {**_secrets(FORMS["resource"]), "link": "https://example.org/text", "-version": "0"}
    assert browser.post("/shelf/" + "s" * 12, shared).status_code == 303
    closing = {**_secrets(FORMS["closing"]), "touch": "yes", "-version": "0"}
    assert browser.post("/closing", closing).status_code == 303
    return me


def _write_letters(
    browser: Browser, mate_browser: Browser, me: Membership, mate: Membership
) -> None:
    """The author asks, says a word back to a plain answer, and answers what a mate asks."""
    keys = [
        ask(browser, **_secrets(FORMS["help"])),
        ask(browser, "feedback", to=[f"mate-{mate.id}"], **_secrets(FORMS["feedback"])),
    ]
    for letter in letters_to(mate):
        mate_browser.post(f"/asked/{letter.id}", {"answer": "An idea", "keep": "An idea"})
    for key in keys:
        one = request_of(me, key).recipients[0]
        back = _secrets(FORMS["word_back"])
        assert browser.post(f"/help/{key}/reply/{one.id}", back).status_code == 303
    ask(mate_browser)
    ask(mate_browser, "feedback", to=[f"mate-{me.id}"])
    for letter in letters_to(me):
        secrets = _secrets(FORMS[ANSWER_FORM[letter.kind]])
        assert browser.post(f"/asked/{letter.id}", secrets).status_code == 303


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
    for table in ("goals", "reflections", "meetings", "requests", "resources"):
        keys += db.session.scalars(select(db.metadatas[None].tables[table].c.key))
    steps = list(db.session.scalars(select(GoalStep.id)))
    goals = list(db.session.scalars(select(Goal.id)))
    return _paths(app, keys, sorted({1, 2, *steps, *goals}))


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
    goals = {path for path in found if path.startswith("/circle/goals/")}
    assert len(goals) == 1
    letters = {f"/asked/{one.id}" for one in letters_to(mate)}
    letters |= {f"/help/{one.key}" for one in requests_of(mate)}
    circle = {"/agreement", "/agreement/earlier", "/agreement/edit", "/closing", "/home"}
    circle |= {"/shared", "/shelf"}
    assert set(found) - meetings - goals == {*circle, *letters}
    assert {"/meetings", "/meetings/plan", "/meetings/calendar.ics"} <= meetings
    assert not [path for path in meetings if path.endswith(("/card", "/move"))]


def test_a_mate_reads_no_word_of_what_nothing_opens(app: Flask, author: Membership) -> None:
    (mate,) = mates_of(author)
    assert OWN in Browser(app, author).get("/ahead").text
    reader = Browser(app, mate)
    assert [path for path in _everywhere(app) if OWN in reader.get(path).text] == []


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
