"""The question about a copied course in a real browser, in the frame of the LMS, by keyboard."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect, sync_playwright

from tests.conftest import needs
from tests.demo_lms.lms import DemoLms
from tests.programme.copies.school import POINTS, SIZE, TEACHER, School

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("registration"),
    pytest.mark.parametrize(("settings", "lms"), [("sqlite", "canvas")], indirect=True),
]


@pytest.fixture(params=[320, 1024])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser, narrow and broad."""
    needs("Chromium", path := os.environ.get("CHROMIUM") or shutil.which("chromium"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium.new_page(viewport={"width": request.param, "height": 900})
        chromium.close()


def check(page: Page) -> None:
    """Nothing for axe to find in the frame, and no sideways scroll."""
    frame: Frame = next(one for one in page.frames if "/s/" in one.url)
    found = Axe().run(frame, options=RULES)  # type: ignore[arg-type]
    assert found.violations_count == 0, found.generate_report()
    root = "document.documentElement"
    assert frame.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0


def test_the_teacher_of_a_copy_answers_by_keyboard(tool: str, lms: DemoLms, page: Page) -> None:
    school = School(tool, lms)
    made = school.copy()
    page.goto(lms.be_link(lms.person(TEACHER)))
    page.goto(lms.course_page(made))
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("This course is a copy")
    check(page)
    frame.get_by_role("radio", name="What was set up there").focus()
    page.keyboard.press("ArrowDown")
    expect(frame.get_by_role("radio", name="Nothing: start afresh")).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(frame.locator("h1")).to_have_text("The set-up has come along")
    check(page)
    frame.get_by_role("link", name="Go to the circles").click()
    expect(frame.locator("h1")).to_have_text("No circles yet")
    assert school.set_up(made) == (SIZE, POINTS, [school.key])
