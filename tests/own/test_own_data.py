"""What one wrote can be read, taken along and deleted; a new table cannot be forgotten."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import Base, db
from lti_tool.groups.queries import mates_of
from lti_tool.own.chapters import CHAPTERS
from lti_tool.programme.models import ParticipationEvent
from lti_tool.programme.queries import standing_of
from tests.builders import Browser, make_member
from tests.groups.survey.answering import answer, open_survey
from tests.journey import test_secrets
from tests.journey.writers import write_goal
from tests.own.rows import all_rows

SECRET = test_secrets.SECRET
author = test_secrets.author
"""Whoever seeds a new box there has it taken along and deleted here."""

OF_THE_CIRCLE = {"agreements", "meeting_notes", "series", "meetings"}
"""Tables of texts that belong to a circle and stay with it; a deletion takes the name away."""


@pytest.fixture
def writer(app: Flask, author: Membership) -> Membership:
    """The same student with a draft and half a survey."""
    browser = Browser(app, author)
    open_survey(author.context_id)
    mate = mates_of(author)[0]
    answer(browser, "people", **{"wished": str(mate.id)})
    browser.post(
        "/drafts", {"page": "/goals/new", "typed": json.dumps([["why", f"{SECRET}-draft"]])}
    )
    return author


@pytest.fixture
def browser(app: Flask, writer: Membership) -> Browser:
    return Browser(app, writer)


def _plain(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


READ: list[tuple[str, Callable[[str], str]]] = [
    ("/own", _plain),
    ("/own/page", _plain),
    ("/own/data", str),
]


@pytest.mark.parametrize(("path", "words_of"), READ)
def test_all_that_one_wrote_is_there_to_be_read_and_to_be_taken_along(
    browser: Browser, path: str, words_of: Callable[[str], str]
) -> None:
    written = set(re.findall(rf"{SECRET}-\w+", repr(all_rows())))
    found = set(re.findall(rf"{SECRET}-\w+", words_of(browser.get(path).text)))
    assert len(written) > 15
    assert written - found == {f"{SECRET}-place"}, "a place is agreed by all"


def test_the_wish_to_sit_with_somebody_is_read_by_name(browser: Browser) -> None:
    assert "Søren Kierkegaard" in browser.get("/own/page").text


def test_the_file_loads_nothing_and_runs_nothing(browser: Browser) -> None:
    answered = browser.get("/own/page")
    assert answered.headers["Content-Disposition"].startswith("attachment")
    assert not re.search(r"<script|<link|src=|href=|url\(|@import", answered.text)


def test_page_and_json_come_from_one_description(browser: Browser) -> None:
    data = json.loads(browser.get("/own/data").text)
    page = browser.get("/own/page").text
    titles = [one["title"] for one in data["chapters"]]
    assert titles == re.findall(r'<h2 id="own-(?!part)[^"]*">([^<]+)', page)
    assert [one["label"] for one in data["taking_part"]]


def test_old_answers_to_questions_that_are_gone_are_taken_along(
    app: Flask, browser: Browser, writer: Membership
) -> None:
    goal = db.session.scalars(select(CHAPTERS[1].erases[0]).limit(1)).one()
    goal.answers = {**goal.answers, "asked_last_year": "An old answer"}
    db.session.commit()
    assert "An old answer" in browser.get("/own/page").text


def test_what_is_deleted_is_gone_from_every_table_but_the_texts_of_the_circle(
    browser: Browser,
) -> None:
    assert browser.post("/own/erase", {"sure": "yes"}).status_code == 303
    left = {name for name, rows in all_rows().items() if SECRET in rows}
    assert left == OF_THE_CIRCLE


def test_the_texts_of_the_circle_lose_their_writer(browser: Browser, writer: Membership) -> None:
    browser.post("/own/erase", {"sure": "yes"})
    authors = [
        one
        for name in ("agreements", "meeting_notes")
        for one in db.session.scalars(select(Base.metadata.tables[name].c.author_id))
    ]
    assert len(authors) == 3
    assert set(authors) == {None}


def test_what_was_done_still_counts(browser: Browser, writer: Membership) -> None:
    lines = select(ParticipationEvent.id, ParticipationEvent.item)
    before, standing = db.session.execute(lines).all(), standing_of(writer)
    browser.post("/own/erase", {"sure": "yes"})
    assert db.session.execute(lines).all() == before
    assert standing_of(writer) == standing
    assert standing.done > 0


def test_nothing_is_deleted_without_the_tick(browser: Browser) -> None:
    before = all_rows()
    answered = browser.post("/own/erase", {})
    assert answered.status_code == 422
    assert "Tick this if you are sure" in answered.text
    assert {name: rows for name, rows in all_rows().items() if rows != before[name]} == {}


def test_what_others_wrote_stays(app: Flask, browser: Browser, writer: Membership) -> None:
    write_goal(Browser(app, mates_of(writer)[0]), title="A goal of a mate")
    browser.post("/own/erase", {"sure": "yes"})
    assert "A goal of a mate" in all_rows()["goals"]


def test_the_pages_of_the_circle_still_open_after_a_deletion(
    app: Flask, browser: Browser, writer: Membership
) -> None:
    browser.post("/own/erase", {"sure": "yes"})
    paths = ("/home", "/agreement", "/agreement/earlier", "/meetings", "/goals/new", "/own/erase")
    for reader in (browser, Browser(app, mates_of(writer)[0])):
        assert [path for path in paths if reader.get(path).status_code != 200] == []


def test_before_anything_is_deleted_it_is_said_what_goes_and_what_stays(browser: Browser) -> None:
    page = _plain(browser.get("/own/erase").text)
    assert re.search(r"My goals: [1-9]", page)
    assert "What you have done still counts" in page
    assert "belong to your circle" in page


def test_staff_and_newcomers_find_an_empty_page(app: Flask, writer: Membership) -> None:
    for role in ("Instructor", "Learner"):
        page = Browser(app, make_member(writer.context, "Somebody New", role=role)).get("/own")
        assert "Nothing written yet" in page.text
