"""A first fortnight on a phone: goal, agreement, meetings, and all of it taken along."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demo_lms.lms import DemoLms
from tests.stories.desk import WAIT, Desk
from tests.stories.test_main_job import SECRETS, STUDENT, form_circles

pytestmark = pytest.mark.browser


def go_home(desk: Desk) -> None:
    desk.press("My circle")
    desk.sees(re.compile(r"Circle \d+"))


def set_a_goal(desk: Desk) -> None:
    """The first thing: a goal, page by page."""
    desk.press("Set my goal")
    desk.frame.get_by_label("What do I want to reach?").fill(SECRETS[0])
    desk.frame.get_by_label("How will I know?").fill("Two people can say it back to me.")
    desk.frame.get_by_label("By when?").fill("2031-12-04")
    desk.looks_well()
    desk.press("Next")
    desk.frame.locator("[name=steps-0-what]").fill("Write down five questions")
    for _ in range(4):
        desk.press("Next") if desk.frame.get_by_role("button", name="Next").count() else None
    desk.press("Save my goal")
    desk.sees(SECRETS[0])
    desk.looks_well()


def agree(desk: Desk) -> None:
    """What the circle needs next: a first text of its agreement, and one's own signature."""
    desk.press("Write our agreement")
    expect(desk.frame.get_by_label("What we meet for")).to_be_visible(timeout=WAIT)
    desk.looks_well()
    desk.frame.get_by_label("What we meet for").fill("A plan each of us dares to show")
    desk.press("Save our agreement")
    expect(desk.frame.get_by_role("button", name="Sign the agreement")).to_be_visible(timeout=WAIT)
    desk.frame.get_by_label("My hopes are in it.").check()
    desk.frame.get_by_label("What is said here stays here.").check()
    desk.looks_well()
    desk.press("Sign the agreement")
    expect(desk.frame.locator("main")).to_contain_text("You have signed this text", timeout=WAIT)


def plan(desk: Desk) -> None:
    """Then the whole series of meetings, by one form."""
    desk.press("Plan our meetings")
    expect(desk.frame.locator("[name=first_day]")).to_be_visible(timeout=WAIT)
    desk.frame.locator("[name=first_day]").fill("2031-10-14")
    desk.frame.locator("[name=clock]").fill("14:15")
    desk.frame.locator("[name=zone]").fill("Europe/Copenhagen")
    desk.looks_well()
    desk.press("Plan our meetings")
    expect(desk.frame.locator("main")).to_contain_text("To come", timeout=WAIT)
    desk.looks_well()


def take_along(desk: Desk) -> None:
    """At the end everything one wrote stands on one page; nothing waits."""
    desk.press("What I wrote")
    desk.sees("What I wrote")
    expect(desk.frame.locator("main")).to_contain_text(SECRETS[0], timeout=WAIT)
    desk.looks_well()
    with desk.page.expect_download() as taken:
        desk.press("Download as a page")
    assert SECRETS[0] in taken.value.path().read_text("utf-8")
    desk.press("Reminders")
    desk.sees("Reminders")
    desk.looks_well()


@pytest.mark.parametrize(("lms", "page"), [("canvas", "phone")], indirect=True)
def test_a_members_first_fortnight(lms: DemoLms, page: Page) -> None:
    form_circles(page, lms)
    desk = Desk(page, lms, STUDENT)
    desk.sees(re.compile(r"Circle \d+"))
    desk.looks_well()
    set_a_goal(desk)
    go_home(desk)
    agree(desk)
    go_home(desk)
    plan(desk)
    go_home(desk)
    take_along(desk)
