"""Somebody at the LMS who works in the tool, in its frame or in the window it had to open."""

import re
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Locator, Page, expect

from tests.demo_lms.lms import DemoLms

WAIT = 15_000
"""Milliseconds that a busy machine may need."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WHAT, HOW = "What do I want to reach?", "How will I know?"
SENTENCE = "a research question I can defend"


@dataclass
class Desk:
    """One tab of the browser, with the tool open: `page` is the tab, `frame` where the tool is."""

    page: Page
    frame: Frame

    @classmethod
    def open(
        cls, page: Page, lms: DemoLms, who: tuple[str, int], *, has_window: bool = False
    ) -> "Desk":
        """Log in at the LMS, open the course, and come in; `who` is a username and a course."""
        username, number = who
        onward = f"/course/{lms.courses[number].number}"
        page.goto(f"{lms.be_link(lms.person(username))}?next={onward}")
        desk = cls(page, _tool_frame(page))
        if has_window:
            with page.context.expect_page() as opened:
                desk.press("Open in a new window")
            desk = cls(opened.value, opened.value.main_frame)
        desk.arrives()
        return desk

    def arrives(self) -> None:
        """Wait until a page of a visit is shown."""
        # Every page of a visit has ways on; the door's have none.
        self.frame.locator("main.page nav").first.wait_for(timeout=WAIT)

    @property
    def sid(self) -> str:
        """The visit that is open here."""
        return self.address().split("/s/")[1].split("/")[0]

    def address(self) -> str:
        """As the page itself has it: the tool's own script may have changed it just now."""
        return str(self.frame.evaluate("location.href"))

    @property
    def path(self) -> str:
        """What is open, below the visit."""
        return self.address().partition(f"/s/{self.sid}")[2]

    def heading(self) -> Locator:
        """The one heading."""
        return self.frame.locator("h1")

    def sees(self, words: str | re.Pattern[str]) -> None:
        """The heading says so."""
        expect(self.heading()).to_contain_text(words, timeout=WAIT)

    def reads(self, words: str | re.Pattern[str]) -> None:
        """The page says so somewhere."""
        expect(self.frame.locator("main")).to_contain_text(words, timeout=WAIT)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button or follow a link, by its name and with the keyboard."""
        # A frame moves while the platform gives it its height: a mouse may miss it then.
        self.turn_to(name).press("Enter")

    def click(self, name: str | re.Pattern[str], **how: object) -> None:
        """Press a button or follow a link with the mouse."""
        self.turn_to(name).click(**how)  # type: ignore[arg-type]

    def turn_to(self, name: str | re.Pattern[str]) -> Locator:
        """A button or link in sight, in this tab now brought to the front."""
        # The browser lets a tab behind another wait for seconds.
        self.page.bring_to_front()
        button = self.frame.get_by_role("button", name=name)
        found = button.or_(self.frame.get_by_role("link", name=name)).first
        found.wait_for()
        return found

    def go_back(self) -> None:
        """The browser's back button: it goes back in the frame, too."""
        self.page.evaluate("history.back()")

    def write(self, label: str, words: str) -> None:
        """Fill a box."""
        self.frame.get_by_label(label).fill(words)

    def fill_in_goal(self) -> None:
        """All that a goal needs, part by part up to the last one."""
        self.write(WHAT, SENTENCE)
        self.write(HOW, "Two people can say it back to me.")
        self.write("By when? needed", "2031-12-04")
        self.press(re.compile("^Next$|^The way there$"))
        self.frame.locator("[name=steps-0-what]").fill("Write down five questions")
        self.goes_to_the_end()

    def goes_to_the_end(self) -> None:
        """To the last part of a form that leads from part to part."""
        self.frame.locator("[data-parted]").wait_for(state="attached", timeout=WAIT)
        while (onward := self.frame.get_by_role("button", name="Next", exact=True)).is_visible():
            onward.press("Enter")

    def status_of(self, path: str, headers: dict[str, str] | None = None) -> int:
        """What a fetch from this page is answered."""
        ask = "([path, headers]) => fetch(path, { headers }).then((answer) => answer.status)"
        return int(self.frame.evaluate(ask, [path, headers or {}]))

    def box(self, label: str) -> Locator:
        """A box by its label."""
        return self.frame.get_by_label(label)

    def check(self) -> None:
        """Nothing for axe to find on what is shown now."""
        found = Axe().run(self.frame, options=RULES)  # type: ignore[arg-type]
        assert found.violations_count == 0, found.generate_report()


def _tool_frame(page: Page) -> Frame:
    page.wait_for_function("document.getElementById('tool')")
    handle = page.query_selector("#tool")
    frame = handle and handle.content_frame()
    assert frame
    return frame
