"""The week of hours under a finger and under keys, on a phone; every page of the survey for all."""

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, sync_playwright

from lti_tool.groups.survey.queries import answers_in
from tests.builders import Browser, make_context, make_member
from tests.conftest import needs
from tests.groups.survey.answering import PAGES, open_survey

pytestmark = pytest.mark.browser


@pytest.fixture
def browser(app: Flask) -> Browser:
    """The visit of a student of a course whose survey is open."""
    member = make_member(make_context())
    make_member(member.context, "Søren Kierkegaard")
    open_survey(member.context_id)
    return Browser(app, member)


@pytest.fixture
def page(tool: str, browser: Browser) -> Iterator[Page]:
    """A phone of 320 pixels in Rome, with this visit."""
    needs("Chromium", path := shutil.which("chromium"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = chromium.new_context(
            viewport={"width": 320, "height": 720}, timezone_id="Europe/Rome"
        )
        context.add_cookies([browser.cookie])  # type: ignore[list-item]
        yield context.new_page()
        chromium.close()


def _marked(page: Page) -> list[str]:
    marked: list[str] = page.eval_on_selector_all(
        "[data-week] input:checked", "boxes => boxes.map((box) => box.value).sort()"
    )
    return marked


def _paint(page: Page, first: str, last: str) -> None:
    for slot, then in ((first, page.mouse.down), (last, page.mouse.up)):
        box = page.locator(f'input[value="{slot}"]').bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=9)
        then()


def test_hours_are_painted_walked_with_arrows_and_kept(
    app: Flask, tool: str, browser: Browser, page: Page
) -> None:
    page.goto(f"{tool}/s/{browser.sid}/survey/hours")
    page.locator("[data-week]").scroll_into_view_if_needed()
    _paint(page, "tue-09", "tue-11")
    assert _marked(page) == ["tue-09", "tue-10", "tue-11"]
    _paint(page, "tue-11", "tue-10")
    assert _marked(page) == ["tue-09"]
    page.locator('input[value="tue-09"]').focus()
    for key in ("ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)
    assert _marked(page) == ["tue-09", "wed-10"]
    assert page.input_value("[data-zone]") == "Europe/Rome"
    page.get_by_role("button", name="Save and go on", exact=True).click()
    page.wait_for_url("**/survey/style")
    (kept,) = answers_in(1).values()
    assert (kept["zone"], kept["hours"]) == ("Europe/Rome", ["tue-09", "wed-10"])


def test_every_page_of_the_survey_is_for_everybody_and_fits_a_small_phone(
    tool: str, browser: Browser, page: Page
) -> None:
    for name in ("", *(f"/{one}" for one in PAGES)):
        page.goto(f"{tool}/s/{browser.sid}/survey{name}")
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (found, wide) == ([], 0), name
