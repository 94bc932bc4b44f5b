"""The main job, end to end: a course roster becomes circles, goals, reflections and a grade."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page, expect

from tests.demo_lms.lms import DemoLms

pytestmark = pytest.mark.browser

TEACHER, STUDENT = "ruth.adeyemi", "aoife.nibhriain"
SECRETS = ("a research question I can defend", "nobody shall read this but me")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WAIT = 15_000
"""Milliseconds: background work gets ten seconds, a busy machine some more."""


class Desk:
    """Somebody at the LMS: opens the course and works in the tool's frame."""

    def __init__(self, page: Page, lms: DemoLms, username: str) -> None:
        self.page, self.lms = page, lms
        page.goto(lms.be_link(lms.person(username)))
        page.goto(lms.course_page(lms.course))
        self.frame: FrameLocator = page.frame_locator("iframe")

    def sees(self, words: str | re.Pattern[str]) -> None:
        """The frame's heading says so, and axe finds nothing on that page."""
        expect(self.frame.locator("h1")).to_contain_text(words, timeout=WAIT)
        self.check()

    def check(self) -> None:
        """Nothing for axe to find, and no sideways scroll."""
        inner = next(f for f in self.page.frames if "/s/" in f.url)
        found = Axe().run(inner, options=RULES)  # type: ignore[arg-type]
        assert found.violations_count == 0, found.generate_report()
        wide = inner.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{wide} px of sideways scroll at {inner.url}"

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button or a link by its name."""
        button = self.frame.get_by_role("button", name=name)
        (button.or_(self.frame.get_by_role("link", name=name))).first.click()

    def text(self) -> str:
        """All words of the frame."""
        return self.frame.locator("body").inner_text()


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
    desk.frame.locator("[name=steps-0-what]").fill("Write down five questions")
    desk.check()
    desk.press(re.compile("Save"))
    desk.sees(SECRETS[0])
    desk.press("Mark this step as done")
    expect(desk.frame.locator("body")).to_contain_text("1 of 1", timeout=WAIT)
    desk.press("My circle")
    desk.press(re.compile("reflection|Look back"))
    desk.frame.get_by_label("What happened?").fill(SECRETS[1])
    desk.check()
    desk.press("Mark as done")
    expect(desk.frame.locator("body")).to_contain_text("3 of 3", timeout=WAIT)


def test_a_roster_becomes_circles_goals_reflections_and_a_grade(lms: DemoLms, page: Page) -> None:
    form_circles(page, lms)
    take_part(page, lms)

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
