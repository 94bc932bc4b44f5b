"""Somebody at the LMS, working in the tool's frame; for the stories."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page, expect

from tests.demo_lms.lms import DemoLms

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WAIT = 15_000
"""Milliseconds: background work gets ten seconds, a busy machine some more."""


LEFT = """() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = [...document.querySelectorAll(all)].filter((one) => one.checkVisibility());
  const walked = seen.filter((one) => one.walked && one.type === "radio");
  const radios = new Set(walked.map((one) => one.name));
  const left = seen.filter((one) => !one.walked && !(one.type === "radio" && radios.has(one.name)));
  return left.filter((one) => !one.disabled).map((one) => one.outerHTML);
}"""
"""Controls that Tab has not come to; of radio buttons of one name it comes to one."""
STEP = """() => {
  const here = document.activeElement;
  const drawn = [here, here.closest("label"), here.closest(".box")].filter(Boolean);
  const shows = here.walked || drawn.some((one) => getComputedStyle(one).outlineStyle !== "none");
  here.walked = true;
  return shows ? "" : here.outerHTML.slice(0, 300);
}"""
"""Marks where one is; gives it where nothing shows that one is there."""
PARTS = 4
"""Day, month, year and the button of the calendar are stops of their own inside one box."""


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

    def walk(self) -> None:
        """Tab leads through the whole page, and shows at each stop where it is."""
        inner = next(f for f in self.page.frames if "/s/" in f.url)
        inner.locator("h1").evaluate("(h1) => { h1.tabIndex = -1; h1.focus(); }")
        for _ in range(PARTS * len(inner.evaluate(LEFT))):
            self.page.keyboard.press("Tab")
            unseen = str(inner.evaluate(STEP))
            assert not unseen or unseen.startswith("<body"), unseen
            if not inner.evaluate(LEFT):
                break
        assert inner.evaluate(LEFT) == []

    def looks_well(self) -> None:
        """Axe finds nothing in light and in dark, nothing is too wide, all of it is reached."""
        for scheme in ("dark", "light"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self.check()
        self.walk()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button or a link by its name."""
        button = self.frame.get_by_role("button", name=name)
        (button.or_(self.frame.get_by_role("link", name=name))).first.click()

    def text(self) -> str:
        """All words of the frame."""
        return self.frame.locator("body").inner_text()
