"""Circles that suit people, and change without hard feelings: from a survey to a repair."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demo_lms.lms import DemoLms
from tests.stories.desk import WAIT, Desk

pytestmark = pytest.mark.browser

TEACHER, STUDENT, LATE = "ruth.adeyemi", "aoife.nibhriain", "kwame.mensah"
SEARCH = 120_000
"""Milliseconds: forty people are some seconds of work, on a busy machine many more."""
ONE_OF_EACH = [("canvas", "phone"), ("moodle", "laptop")]


def choose_a_survey(desk: Desk) -> None:
    """The teacher wants circles by what students say."""
    desk.press("How circles are made")
    desk.sees("How circles are made")
    desk.press(re.compile("Change.*who has a say"))
    desk.sees("Who has a say")
    desk.frame.get_by_label("Everybody, through a survey", exact=False).first.check()
    desk.press("Save")
    desk.sees("How circles are made")


def answer_the_survey(desk: Desk) -> None:
    """A student says something on the first page, and leaves the others as they are."""
    desk.press("To the survey")
    desk.press("Begin")
    desk.frame.get_by_label("A skill of this course").check()
    desk.frame.get_by_label("I know some").or_(
        desk.frame.locator("[name=experience]").nth(1)
    ).first.check()
    for _page in range(8):
        desk.check()
        finish = desk.frame.get_by_role("button", name="Finish")
        if finish.count():
            finish.click()
            return
        before = desk.frame.locator("h1").inner_text()
        desk.press("Save and go on")
        expect(desk.frame.locator("h1")).not_to_have_text(before, timeout=WAIT)


def form_and_publish(desk: Desk) -> None:
    """Propose by the plan, move somebody by keyboard and see what it means, publish."""
    desk.press("Groups")
    desk.press("Propose circles")
    expect(desk.frame.locator("h1")).to_contain_text("proposed circles", timeout=SEARCH)
    desk.check()
    group = desk.frame.locator("section.group").first
    name = group.locator("bdi").first.inner_text()
    group.get_by_role("button", name=re.compile("^Move")).first.press("Enter")
    expect(desk.frame.locator("#to-effect")).to_contain_text("is picked up", timeout=WAIT)
    desk.page.keyboard.press("ArrowDown")
    expect(desk.frame.locator("#to-effect")).to_contain_text("would", timeout=WAIT)
    desk.page.keyboard.press("Enter")
    expect(desk.frame.locator(".said")).to_contain_text("now.", timeout=WAIT)
    expect(desk.frame.locator("#moves")).to_contain_text(name, timeout=WAIT)
    desk.check()
    desk.press(re.compile("Take back"))
    expect(desk.frame.locator("#moves")).to_have_count(0, timeout=WAIT)
    desk.press(re.compile("Publish these"))
    desk.sees("are published")


def leave(desk: Desk) -> None:
    """A student leaves their circle, without a reason."""
    desk.sees(re.compile(r"Circle \d+"))
    desk.press("My seat")
    desk.sees("My seat")
    desk.frame.get_by_label("Stop", exact=False).check()
    desk.press("Send")
    expect(desk.frame.locator("h2")).to_contain_text(["You stopped on"], timeout=WAIT)
    desk.check()


def repair(desk: Desk) -> None:
    """Somebody new is on the list, and gets a seat."""
    desk.press("Course list")
    desk.press("Read the course list again")
    new = desk.frame.locator("dl.facts > div").filter(has_text=re.compile(r"^New"))
    expect(new).to_have_text(re.compile(r"^New\s*1$"), timeout=WAIT)
    look_for_seats(desk)


def look_for_seats(desk: Desk) -> None:
    """One student sits nowhere: a seat is looked for, seen beforehand, and published."""
    desk.press("Groups")
    desk.sees("1 student sits in none")
    desk.press("Look for seats")
    expect(desk.frame.locator("main")).to_contain_text("would change place", timeout=SEARCH)
    desk.check()
    desk.press("Publish these changes")
    desk.sees(re.compile(r"circles are published$"))


@pytest.mark.parametrize(("lms", "page"), ONE_OF_EACH, indirect=True)
def test_circles_are_made_by_what_people_say_and_change_with_them(lms: DemoLms, page: Page) -> None:
    late = lms.person(LATE)
    lms.course.drop(late)
    choose_a_survey(Desk(page, lms, TEACHER))
    answer_the_survey(Desk(page, lms, STUDENT))
    form_and_publish(Desk(page, lms, TEACHER))
    leave(Desk(page, lms, STUDENT))
    lms.course.enrol(late)
    repair(Desk(page, lms, TEACHER))
    Desk(page, lms, LATE).sees(re.compile(r"Circle \d+"))
