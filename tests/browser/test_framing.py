"""At home in the platform's frame: its height, what is spoken beside it, the school's colour."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import SENTENCE, WAIT, Desk
from tests.demo_lms.lms import DemoLms

STUDENT = "aoife.nibhriain"
Open = Callable[..., Desk]
REGIMES = ["the default of Debian", "platform storage"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("circle"),
    pytest.mark.parametrize("regime", REGIMES, indirect=True),
]

BECOMES_WHOLE = """(most) => new Promise((done) => {
  const end = performance.now() + most;
  const look = () => {
    const whole = document.documentElement.scrollHeight <= innerHeight;
    if (whole || performance.now() > end) done(whole);
    else requestAnimationFrame(look);
  };
  look();
})"""
"""Whether the frame becomes as high as its page within so many milliseconds."""


def test_what_has_happened_is_spoken_by_the_platform_once(desk: Open, lms: DemoLms) -> None:
    one = desk(lms, STUDENT)
    spoken = one.page.locator("#spoken p")
    one.press("Set my goal")
    one.fill_in_goal()
    one.press("Save my goal")
    one.sees(SENTENCE)
    expect(spoken).to_have_text(["Your goal is saved."], timeout=WAIT)
    one.press("My circle")
    one.reads("My goal")
    expect(spoken).to_have_count(1)


def test_the_frame_becomes_as_high_as_the_page(desk: Open, lms: DemoLms) -> None:
    one = desk(lms, STUDENT)
    one.press("Who can read what")
    one.sees("Who can read what")
    assert one.frame.evaluate(BECOMES_WHOLE, WAIT)
    assert one.page.evaluate("document.getElementById('tool').clientHeight > 1000")


def test_a_school_has_its_own_colour_in_every_page(desk: Open, lms: DemoLms) -> None:
    lms.brand = {"ic-brand-primary": "#a51c30"}
    one = desk(lms, STUDENT)
    button = one.frame.locator(".do").first
    expect(button).to_have_css("background-color", "rgb(165, 28, 48)", timeout=WAIT)
    one.press("Set my goal")
    expect(one.frame.get_by_role("button", name="Next", exact=True)).to_have_css(
        "background-color", "rgb(165, 28, 48)", timeout=WAIT
    )
    one.check()
