"""A new instructor sets a programme up and opens it: few screens, and nothing typed but dates."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.demo_lms.lms import DemoLms
from tests.stories.desk import WAIT, Desk

pytestmark = pytest.mark.browser

TEACHER, STUDENT = "ruth.adeyemi", "aoife.nibhriain"
MOST_SCREENS = 5


class Counting(Desk):
    """A desk that counts how often its screen changes."""

    screens = 0

    def sees(self, words: str) -> None:  # type: ignore[override]
        """The next screen says so."""
        self.screens += 1
        super().sees(words)


@pytest.mark.parametrize(("lms", "page"), [("canvas", "phone")], indirect=True)
def test_from_first_launch_to_an_open_programme_in_five_screens(lms: DemoLms, page: Page) -> None:
    desk = Counting(page, lms, TEACHER)
    desk.sees("students, no circles yet")
    desk.press("See all that is set")
    desk.sees("Ready to open")
    desk.press("Begin with another programme")
    desk.sees("Begin with a programme")
    desk.frame.get_by_label("Six weeks", exact=False).check()
    desk.press("Begin with this")
    desk.sees("Ready to open")
    desk.press("Open now")
    desk.sees("The programme is open")
    assert desk.screens <= MOST_SCREENS
    desk.press("Change who takes part")
    desk.sees("Who takes part")
    desk.frame.get_by_label("Those who say yes", exact=False).check()
    desk.press("Save")
    desk.sees("The programme is open")
    desk.press("Spread the word")
    desk.sees("Spread the word")
    desk.press("Poster English")
    desk.sees("Peer Circles in")
    say_yes(Desk(page, lms, STUDENT))


def say_yes(desk: Desk) -> None:
    """A student reads how it works, and takes part."""
    desk.sees("Welcome")
    desk.press("How it works here")
    desk.sees("How it works here")
    desk.press("My circle")
    desk.press("Say yes or no")
    desk.sees("Would you like to take part?")
    desk.frame.get_by_label("Yes, I take part", exact=False).check()
    desk.press("Send")
    expect(desk.frame.locator("h2").first).to_contain_text("Say what would make", timeout=WAIT)


@pytest.mark.parametrize(("lms", "page"), [("moodle", "laptop")], indirect=True)
def test_one_click_after_the_first_launch_opens_it_too(lms: DemoLms, page: Page) -> None:
    desk = Counting(page, lms, TEACHER)
    desk.sees("students, no circles yet")
    desk.press("Open now")
    desk.sees("The programme is open")
    last = datetime.now(UTC).date() + timedelta(weeks=9)
    desk.press("Change the dates")
    expect(desk.frame.get_by_label("Last day")).to_be_visible(timeout=WAIT)
    desk.frame.get_by_label("Last day").fill(last.isoformat())
    desk.press("Save")
    desk.sees("The programme is open")
    expect(desk.frame.locator("dl")).to_contain_text("Room for 4 meetings.", timeout=WAIT)
