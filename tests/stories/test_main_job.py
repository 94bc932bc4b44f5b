"""The main job, end to end: a course roster becomes circles, goals, reflections and a grade."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demo_lms.lms import DemoLms
from tests.stories.desk import WAIT, Desk

pytestmark = pytest.mark.browser

TEACHER, STUDENT = "ruth.adeyemi", "aoife.nibhriain"
SECRETS = ("a research question I can defend", "nobody shall read this but me")


def form_circles(page: Page, lms: DemoLms) -> None:
    """The instructor's first part: from the roster to published circles."""
    desk = Desk(page, lms, TEACHER)
    desk.sees(re.compile(r"4\d students, no circles yet"))
    desk.press(re.compile("Propose circles"))
    desk.sees("proposed circles")
    move_somebody(desk)
    desk.press(re.compile("Publish these"))
    desk.sees("are published")


def move_somebody(desk: Desk) -> None:
    """The first person of circle 1 goes to circle 3."""
    group = desk.frame.locator("section.group").first
    name = group.locator("bdi").first.inner_text()
    group.get_by_role("link", name=re.compile("^Move")).or_(
        group.get_by_role("button", name=re.compile("^Move"))
    ).first.click()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    third = desk.frame.locator("section.group").nth(2)
    expect(third).to_contain_text(name, timeout=WAIT)


def take_part(page: Page, lms: DemoLms) -> None:
    """A student's part: circle, goal with a step, reflection, the step ticked."""
    desk = Desk(page, lms, STUDENT)
    desk.sees(re.compile(r"Circle \d+"))
    desk.press("Set my goal")
    desk.frame.get_by_label("What do I want to reach?").fill(SECRETS[0])
    desk.frame.get_by_label("How will I know?").fill("Two people can say it back to me.")
    desk.frame.get_by_label("By when?").fill("2031-12-04")
    desk.press("Next")
    desk.frame.locator("[name=steps-0-what]").fill("Write down five questions")
    desk.check()
    while (onward := desk.frame.get_by_role("button", name="Next", exact=True)).is_visible():
        onward.click()
    desk.press("Save my goal")
    desk.sees(SECRETS[0])
    desk.press("Mark this step as done")
    expect(desk.frame.locator("body")).to_contain_text("1 of 1", timeout=WAIT)
    desk.press("My circle")
    desk.press(re.compile("reflection|Look back"))
    desk.frame.get_by_label("What happened?").fill(SECRETS[1])
    desk.check()
    desk.press("Mark as done")
    expect(desk.frame.locator("body")).to_contain_text("3 of 3", timeout=WAIT)


def look_at_the_dry_run(page: Page, lms: DemoLms) -> None:
    """The teacher sees what would be sent, and has it sent."""
    desk = Desk(page, lms, TEACHER)
    desk.press("Gradebook")
    desk.sees("Nothing has been sent yet")
    desk.check()
    desk.press("Send this score")
    # Who leaves the page at once takes the click back.
    nothing = "Nothing has been sent yet"
    expect(desk.frame.locator("h1")).not_to_contain_text(nothing, timeout=WAIT)


def test_a_roster_becomes_circles_goals_reflections_and_a_grade(lms: DemoLms, page: Page) -> None:
    form_circles(page, lms)
    take_part(page, lms)

    look_at_the_dry_run(page, lms)
    page.goto(f"{lms.course_page(lms.course)}/gradebook")
    row = page.locator("tr", has_text=lms.person(STUDENT).name)
    expect(row).to_contain_text("3 of 3", timeout=WAIT)
    assert not any(secret in page.locator("body").inner_text() for secret in SECRETS)

    desk = Desk(page, lms, TEACHER)
    for way in ("How groups are doing", "Gradebook", "Course list", "Groups"):
        desk.press(way)
        expect(desk.frame.locator("nav [aria-current]")).to_have_text(way, timeout=WAIT)
        desk.check()
        assert not any(secret in desk.text() for secret in SECRETS)
