"""An administrator connects the tool in a real browser, and the clicks are counted."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect

from lti_tool.db import db
from lti_tool.platforms.actions import invite
from lti_tool.settings import Settings
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings

pytestmark = pytest.mark.browser
MOST_CLICKS = 4


@pytest.fixture(params=["canvas", "moodle"])
def lms(request: pytest.FixtureRequest, settings: Settings) -> Iterator[DemoLms]:
    """A demo LMS that does not know the tool: its course has no place of it."""
    made = create_lms(LmsSettings(tool_url="http://127.0.0.1:9", temperament=request.param))
    made.course.resource_links.clear()
    yield made.start()
    made.stop()


class Counted:
    """A hand whose clicks are counted."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()


@pytest.mark.parametrize("regime", ["cookies allowed"], indirect=True)
def test_from_a_bare_start_to_the_first_launch_in_four_clicks(
    app: Flask, tool: str, lms: DemoLms, context: BrowserContext
) -> None:
    link = f"{tool}/lti/register?invite={invite('Kattegat University')}"
    db.session.commit()
    page, hand = context.new_page(), Counted()
    page.goto(f"{lms.be_link(lms.person('ada.castellan'))}?next=/admin/tools")
    page.get_by_label("Registration address of a tool").fill(link)
    hand.click(page.get_by_role("button", name="Add tool"))
    frame = page.frame_locator("#tool")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Connect localhost")
    hand.click(frame.get_by_role("button", name="Connect"))
    page.wait_for_url("**/admin/tools")
    hand.click(page.get_by_role("button", name=lms.temperament.registrar.verb))
    hand.click(page.get_by_role("link", name=lms.course.title))
    _sees_the_tool(page)
    assert hand.clicks <= MOST_CLICKS


def _sees_the_tool(page: Page) -> None:
    heading = page.frame_locator("#tool").get_by_role("heading", level=1)
    expect(heading).not_to_have_text("Please open this again from your course")
    expect(page.frame_locator("#tool").locator("body[data-sid]")).to_be_visible()
