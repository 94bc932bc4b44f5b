"""The picker and the pages of administrators: 320 px wide, by keyboard, in light and in dark."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Frame, Page, expect

from lti_tool.db import db
from lti_tool.platforms.actions import invite
from tests.browser.desk import WAIT, Desk
from tests.browser.test_deep_linking import at_picker
from tests.demo_lms.lms import DemoLms

NARROW = 320
IS_NARROW = """(width) => new Promise((done) => {
  const look = () => (innerWidth <= width ? done() : requestAnimationFrame(look));
  look();
})"""
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
COUNT = "(all) => [...document.querySelectorAll(all)].filter((one) => one.checkVisibility()).length"
SHOWS_FOCUS = """() => {
  const here = document.activeElement;
  const drawn = [here, here.closest("label"), here.closest(".box")].filter(Boolean);
  return drawn.some((one) => getComputedStyle(one).outlineStyle !== "none");
}"""
PARTS_OF_A_DATE = 3
"""Day, month, year and the button of the calendar are stops of their own inside one box."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("tool"),
    pytest.mark.parametrize("regime", ["the default of Debian"], indirect=True),
]


def narrow(desk: Desk) -> None:
    """Make the frame as narrow as a small phone, and look for what sticks out."""
    desk.page.evaluate(f"document.getElementById('tool').style.width = '{NARROW}px'")
    desk.frame.evaluate(IS_NARROW, NARROW)
    assert desk.frame.evaluate("document.documentElement.scrollWidth") <= NARROW


def looks_well(desk: Desk) -> None:
    """Axe has nothing to say, in light and in dark, wide and narrow."""
    for scheme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        desk.check()
    narrow(desk)
    desk.check()


def is_used_by_keyboard(frame: Frame, page: Page) -> None:
    """Tab leads to each control, and each shows that it has the focus."""
    frame.locator("h1").evaluate("(h1) => { h1.tabIndex = -1; h1.focus(); }")
    controls = int(frame.evaluate(COUNT, CONTROLS))
    dates = frame.locator("input[type=date]:visible").count()
    reached: set[str] = set()
    for _ in range(controls + dates * PARTS_OF_A_DATE):
        page.keyboard.press("Tab")
        here = str(frame.evaluate("document.activeElement.outerHTML"))
        assert here in reached or frame.evaluate(SHOWS_FOCUS), here
        reached.add(here)
    assert len(reached) == controls


def test_the_picker(new_page: Callable[[], Page], lms: DemoLms, registration: object) -> None:
    desk = at_picker(new_page(), lms)
    goal = desk.frame.get_by_role("heading", name="My goal")
    expect(goal).to_be_hidden()
    desk.frame.locator("[value=goal]").check()
    expect(goal).to_be_visible()
    is_used_by_keyboard(desk.frame, desk.page)
    looks_well(desk)


def test_the_page_that_registers(
    app: Flask, tool: str, lms: DemoLms, new_page: Callable[[], Page]
) -> None:
    link = f"{tool}/lti/register?invite={invite('Kattegat University')}"
    db.session.commit()
    page = new_page()
    page.goto(f"{lms.be_link(lms.person('ada.castellan'))}?next=/admin/tools")
    page.get_by_label("Registration address of a tool").fill(link)
    page.get_by_role("button", name="Add tool").click()
    desk = framed(page)
    desk.sees("Connect localhost")
    is_used_by_keyboard(desk.frame, page)
    looks_well(desk)


def test_the_doctor(lms: DemoLms, registration: object, new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto(f"{lms.be_link(lms.person('ada.castellan'))}?next=/course/{lms.course.number}")
    desk = framed(page)
    desk.frame.locator("body[data-sid]:not([data-sid=''])").wait_for(timeout=WAIT)
    desk.frame.evaluate("(path) => { location.href = path; }", f"/s/{desk.sid}/doctor")
    desk.frame.get_by_role("link", name="Check again").wait_for(timeout=WAIT)
    is_used_by_keyboard(desk.frame, page)
    looks_well(desk)


def framed(page: Page) -> Desk:
    """The tool in the frame of this page."""
    handle = page.wait_for_selector("#tool")
    frame = handle and handle.content_frame()
    assert frame
    return Desk(page, frame)
