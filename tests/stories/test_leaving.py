"""On a phone: one leaves and takes along what they opened, one comes late and is seated."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Role
from tests.stories.desk import WAIT, Desk
from tests.stories.test_circles import look_for_seats
from tests.stories.test_help import publish_circles

pytestmark = pytest.mark.browser

TEACHER, LEAVER, LATE = "ruth.adeyemi", "aoife.nibhriain", "kwame.mensah"
GOAL = "a chapter I can show"


def mates_of(desk: Desk, lms: DemoLms) -> list[str]:
    """The usernames of those who sit with somebody, as their home names them."""
    desk.sees(re.compile(r"Circle \d+"))
    words = desk.frame.locator(".lead").inner_text()
    students = lms.course.people(Role.STUDENT)
    return [one.username for one in students if one.name in words]


def share_a_goal(desk: Desk, reader: str) -> None:
    """A goal that one mate alone may read, as the sentence beside each box says at once."""
    desk.press("Set my goal")
    desk.frame.get_by_label("What do I want to reach?").fill(GOAL)
    desk.frame.get_by_label("How will I know?").fill("Somebody reads it to the end.")
    desk.frame.get_by_label("By when?").fill("2031-12-04")
    desk.press("Next")
    desk.frame.locator("[name=steps-0-what]").fill("Write the first page")
    while (onward := desk.frame.get_by_role("button", name="Next", exact=True)).is_visible():
        onward.click()
    desk.frame.get_by_label("Everything", exact=False).check()
    desk.frame.get_by_label(reader).check()
    expect(desk.frame.get_by_label("Only those I choose here")).to_be_checked()
    desk.looks_well()
    desk.press("Save my goal")
    desk.sees(GOAL)
    expect(desk.frame.locator("main")).to_contain_text(
        f"Of your circle only {reader}", timeout=WAIT
    )
    desk.looks_well()


def shared_page(desk: Desk) -> str:
    """What somebody reads of what their circle shares."""
    desk.sees(re.compile(r"Circle \d+"))
    desk.press("Read it")
    desk.sees("What your circle shares")
    return desk.text()


def go_on_alone(desk: Desk) -> None:
    """No reason is asked for; what was done keeps its credit, and a goal goes on."""
    desk.sees(re.compile(r"Circle \d+"))
    desk.press("My seat")
    desk.sees("My seat")
    desk.looks_well()
    desk.frame.get_by_label("Go on alone", exact=False).check()
    desk.frame.get_by_label("Thank you for our time together", exact=False).check()
    desk.frame.get_by_label("Take it along", exact=False).check()
    desk.press("Send")
    expect(desk.frame.locator("main")).to_contain_text("You sit in no circle now", timeout=WAIT)
    desk.looks_well()
    desk.press("My circle")
    desk.sees("Welcome")
    assert GOAL in desk.text()
    desk.press("How it counts")
    desk.sees("How taking part counts")
    expect(desk.frame.locator("main")).to_contain_text("A goal is set", timeout=WAIT)


@pytest.mark.parametrize(("lms", "page"), [("canvas", "phone")], indirect=True)
def test_one_leaves_with_what_they_opened_and_one_who_comes_late_is_seated(
    lms: DemoLms, page: Page
) -> None:
    late = lms.person(LATE)
    lms.course.drop(late)
    for one in lms.course.people(Role.STUDENT):
        one.locale = "en"  # whoever the hat brings together
    publish_circles(Desk(page, lms, TEACHER))
    chosen, *others = mates_of(Desk(page, lms, LEAVER), lms)
    share_a_goal(Desk(page, lms, LEAVER), lms.person(chosen).name)
    assert GOAL in shared_page(Desk(page, lms, chosen))
    assert GOAL not in shared_page(Desk(page, lms, others[0]))

    go_on_alone(Desk(page, lms, LEAVER))
    mate = Desk(page, lms, chosen)
    mate.sees(re.compile(r"Circle \d+"))
    expect(mate.frame.locator("main")).to_contain_text("Thank you for our time together")
    mate.looks_well()
    assert GOAL not in shared_page(Desk(page, lms, chosen))

    lms.course.enrol(late)
    waits = Desk(page, lms, LATE)
    waits.sees("Welcome")
    expect(waits.frame.locator("main")).to_contain_text("Your teacher makes the circles")
    waits.looks_well()
    look_for_seats(Desk(page, lms, TEACHER))
    seated = Desk(page, lms, LATE)
    seated.sees(re.compile(r"Circle \d+"))
    seated.looks_well()
