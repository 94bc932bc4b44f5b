"""The pages of the course list in a real browser: their reach, and a file from hand to list."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright

from lti_tool.courses.models import Context
from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from tests.builders import Browser, make_context, make_member
from tests.conftest import needs

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FILE = (
    '"Student";ID;SIS User ID;SIS Login ID;Section\n'
    '"Müller, Zoë";301;S00001;zoe;"Seminar group Monday, 8 o’clock"\n'
    '"Ångström-Bartholomäus, Søren Alexander";302;S00002;soren;Tuesday\n'
    '"Mellnyk, Владислава";303;S00003;vm;\n'
    '"Twice, Once";304;S00003;to;Monday\n'
    '"Student, Test";999;;;Monday\n'
)


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A narrow phone in Chromium."""
    needs("Chromium", path := shutil.which("chromium"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium.new_page(
            viewport={"width": 320, "height": 700},
            color_scheme=request.param,
            reduced_motion="reduce",
        )
        chromium.close()


@pytest.fixture
def context(app: Flask) -> Context:
    """A course of which the platform gives no list."""
    made = make_context()
    make_member(made, "Amara Okonkwo")
    return made


def fits(page: Page) -> None:
    """Nothing for axe to find, and no sideways scroll."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url


def test_a_file_goes_from_the_hand_into_the_list(
    app: Flask, tool: str, page: Page, context: Context, tmp_path: Path
) -> None:
    file = tmp_path / "grades.csv"
    file.write_bytes(FILE.encode("cp1252", errors="xmlcharrefreplace"))
    teacher = Browser(app, make_member(context, "Dr Ruth Adeyemi", role="Instructor"))
    page.context.add_cookies([teacher.cookie])  # type: ignore[list-item]
    page.goto(f"{tool}/s/{teacher.sid}/roster/")
    fits(page)
    page.get_by_role("link", name="Bring a course list").click()
    fits(page)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator("#file-error")).to_be_visible()
    fits(page)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator("h1")).to_have_text("3 people in this file")
    fits(page)
    page.get_by_label("Section", exact=True).select_option("")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator("tbody")).not_to_contain_text("Tuesday")
    page.get_by_role("button", name="Use this list").click()
    expect(page.locator("h1")).to_have_text("5 people")
    fits(page)
    db.session.expire_all()
    assert len(learners_of(context.id)) == 4
