"""The guide says what is set now, to whoever is in the course, on one page of paper."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import sync_playwright

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.forms.shelf import all_forms
from lti_tool.groups.opening.actions import begin_with, choose_kind
from lti_tool.groups.opening.queries import shelf
from lti_tool.programme.actions import programme_of
from lti_tool.programme.outline.actions import choose, kept_outline
from lti_tool.programme.outline.queries import kinds
from lti_tool.web.days import day
from tests.builders import Browser, make_circle, make_context, make_member
from tests.conftest import needs

SUPPORT = "Student counselling, room 12"


@pytest.fixture(autouse=True)
def late_november() -> Iterator[None]:
    with time_machine.travel("2026-11-26T12:00:00Z", tick=True):
        yield


@pytest.fixture
def course(app: Flask) -> Context:
    """A course of eight, with nothing set up."""
    made = make_context(title="Research Methods")
    for number in range(8):
        make_member(made, f"Student {number}")
    db.session.commit()
    return made


def guide(app: Flask, course: Context, *, role: str = "Learner") -> str:
    """The guide as somebody reads it."""
    return Browser(app, make_member(course, role=role)).get("/guide").text


def set_up(course: Context, **values: object) -> None:
    choose(course.id, values, seen=kept_outline(course.id).version)
    db.session.commit()


@pytest.mark.parametrize("role", ["Learner", "Instructor", "Mentor"])
def test_everybody_in_the_course_may_read_it(app: Flask, course: Context, role: str) -> None:
    page = guide(app, course, role=role)
    assert "How it works here" in page
    assert "Research Methods" in page


def test_a_student_finds_it_from_home(app: Flask, course: Context) -> None:
    browser = Browser(app, make_member(course))
    assert f'href="/s/{browser.sid}/guide"' in browser.get("/home").text


@pytest.mark.parametrize("name", ["semester", "six_weeks", "transition", "pairs"])
def test_it_says_what_a_template_sets(app: Flask, course: Context, name: str) -> None:
    template = shelf().templates[name]
    begin_with(course.id, template, seen=kept_outline(course.id).version)
    db.session.commit()
    page = guide(app, course)
    assert kinds()[template.outline["kind"]].what.speak("en") in page
    assert f"{template.outline['minutes']} minutes" in page
    until = date(2026, 11, 26) + timedelta(days=template.outline["survey_days"])
    assert day(until) in page


def test_each_change_of_a_setting_changes_it(app: Flask, course: Context) -> None:
    set_up(course, rhythm="weekly", minutes=35, support=SUPPORT, own_objective="Fewer lone Sundays")
    programme_of(course.id).points = 12.5
    page = guide(app, course)
    assert "every week, 35 minutes" in page
    assert SUPPORT in page
    assert "Fewer lone Sundays" in page
    assert "12.5 points for all" in page
    choose_kind(course.id, "pair", seen=kept_outline(course.id).version)
    db.session.commit()
    assert "2 people sit in a circle." in guide(app, course)


def test_support_of_the_course_stands_among_the_contacts_too(app: Flask, course: Context) -> None:
    set_up(course, support=SUPPORT)
    assert SUPPORT in Browser(app, make_member(course)).get("/help/support").text


def test_it_names_every_form_beside_who_reads_it(app: Flask, course: Context) -> None:
    page = guide(app, course)
    for form in all_forms().values():
        assert form.title.speak("en") in page


def test_it_speaks_the_language_of_its_reader(app: Flask, course: Context) -> None:
    member = make_member(course)
    member.user.language = "de"
    page = Browser(app, member).get("/guide").text
    assert kinds()["group"].what.speak("de") in page
    assert "How it works here" not in page


@pytest.mark.browser
def test_on_paper_it_is_one_page(app: Flask, tool: str, course: Context) -> None:
    needs("Chromium", path := shutil.which("chromium"))
    set_up(course, support=SUPPORT)
    people = [make_member(course) for _number in range(4)]
    make_circle(people)
    people[0].user.language = "de"
    browser = Browser(app, people[0])
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = chromium.new_page()
        page.context.add_cookies([browser.cookie])  # type: ignore[list-item]
        page.goto(f"{tool}/s/{browser.sid}/guide")
        paper = page.pdf(format="A4")
        chromium.close()
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
