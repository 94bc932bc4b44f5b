"""A teacher adds links from the LMS's own page, in every cookie regime that stays in the frame."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import WAIT, Desk
from tests.browser.regimes import REGIMES
from tests.demo_lms.lms import DemoLms

TEACHER = "ruth.adeyemi"
FRAMED = [name for name, one in REGIMES.items() if not one.has_window]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("registration", "tool"),
    pytest.mark.parametrize("regime", FRAMED, indirect=True),
]


def at_picker(page: Page, lms: DemoLms) -> Desk:
    """A teacher who has pressed Add content in the LMS."""
    page.goto(lms.be_link(lms.person(TEACHER)))
    page.get_by_role("link", name="Add content").click()
    tool = page.wait_for_selector("#tool")
    frame = tool and tool.content_frame()
    assert frame
    desk = Desk(page, frame)
    desk.sees("What should the link in your course open?")
    return desk


def back_in_course(page: Page) -> None:
    page.wait_for_url(re.compile(r"/course/\d+$"), timeout=WAIT)


def test_links_are_chosen_in_the_frame_and_stand_in_the_course(
    new_page: Callable[[], Page], lms: DemoLms
) -> None:
    desk = at_picker(new_page(), lms)
    desk.check()
    desk.box(re.compile("^The goal")).check()
    desk.press("Add to the course")
    back_in_course(desk.page)
    links = desk.page.locator(".activities a")
    expect(links).to_have_text(["Peer Circles", "Peer Circles: my group", "Peer Circles: my goal"])


def test_the_picker_is_used_by_keyboard_alone(new_page: Callable[[], Page], lms: DemoLms) -> None:
    desk = at_picker(new_page(), lms)
    boxes = desk.frame.locator("input[name=kind]")
    boxes.first.focus()
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("Tab")
    expect(boxes.nth(1)).to_be_focused()
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("Enter")
    back_in_course(desk.page)
    expect(desk.page.locator(".activities a")).to_have_text(
        ["Peer Circles", "Peer Circles: my goal"]
    )


def test_what_is_wrong_is_said_in_the_frame_and_going_back_adds_nothing(
    new_page: Callable[[], Page], lms: DemoLms
) -> None:
    desk = at_picker(new_page(), lms)
    desk.frame.locator("input[name=kind]").first.uncheck()
    desk.press("Add to the course")
    desk.reads("Choose what the link shall open.")
    desk.check()
    desk.press("Go back without adding")
    back_in_course(desk.page)
    expect(desk.page.locator(".activities a")).to_have_count(0)
