"""The helper's story: a member asks, somebody of another circle answers, it is closed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demo_lms.lms import DemoLms
from tests.stories.desk import WAIT, Desk

pytestmark = pytest.mark.browser

TEACHER, ASKER = "ruth.adeyemi", "aoife.nibhriain"
OFFER = "Reading papers with statistics in them"
QUESTION = "Which chapter would you read first?"
ANSWER, BACK = "The third. What do you know of samples?", "I read the third tonight."
ON_A_PHONE = [("canvas", "phone"), ("moodle", "phone")]


def publish_circles(desk: Desk) -> None:
    """The teacher draws circles from a hat."""
    desk.press(re.compile("Propose circles"))
    desk.sees("proposed circles")
    desk.press(re.compile("Publish these"))
    desk.sees("are published")


def somebody_elsewhere(desk: Desk, lms: DemoLms) -> str:
    """A student who does not sit in the asker's circle."""
    desk.sees(re.compile(r"Circle \d+"))
    mates = desk.frame.locator(".lead").inner_text()
    names = ("ngozi.okafor", "siobhan.oconnor", "bjork.gudmundsdottir", "amelie.lefevre")
    return next(one for one in names if lms.person(one).name not in mates)


def offer_help(desk: Desk) -> None:
    """Somebody offers what they know."""
    desk.press("Help and feedback")
    desk.sees("Help")
    desk.press("Who offers help in this course")
    desk.sees("Who offers help")
    desk.press("Offer help")
    desk.sees("My offer to help")
    desk.frame.get_by_label("What I can help with").fill(OFFER)
    desk.press("Save my offer")
    desk.sees("Who offers help")


def ask(desk: Desk, helper: str) -> None:
    """A member is stuck, chooses the helper, reads the name once more and sends it."""
    desk.press("I’m stuck")
    desk.sees("I’m stuck")
    desk.frame.get_by_role("radio", name=re.compile(f"^{re.escape(helper)}")).check()
    desk.frame.get_by_label("In your words", exact=False).fill(QUESTION)
    desk.press("Look at it before it is sent")
    desk.sees("Before you send")
    expect(desk.frame.locator(".panel")).to_contain_text(f"one person: {helper}", timeout=WAIT)
    desk.press(f"Send to {helper}")
    desk.sees("What I asked")
    expect(desk.frame.locator(".said")).to_contain_text("nobody else learns of it", timeout=WAIT)


def answer(desk: Desk) -> None:
    """The helper finds it on their home, reads it and answers."""
    desk.press("Somebody asks you")
    desk.sees("Asked of me")
    desk.press(re.compile("asks for your help"))
    desk.sees("asks for your help")
    assert QUESTION in desk.text()
    desk.frame.get_by_label("What I can say or do", exact=False).fill(ANSWER)
    desk.press("Send my answer")
    desk.sees("Asked of me")


def close(desk: Desk) -> None:
    """The asker reads the answer, says a word back and closes it."""
    desk.press(re.compile("answered or back with you"))
    desk.sees("Help")
    desk.press(re.compile("^Help, "))
    desk.sees("What I asked")
    assert ANSWER in desk.text()
    desk.frame.locator("summary").first.click()
    desk.frame.get_by_label("What I will do with it", exact=False).fill(BACK)
    desk.check()
    desk.press("Send my word back")
    expect(desk.frame.locator(".said")).to_contain_text("Your word back", timeout=WAIT)
    desk.press("Close it")
    desk.sees("Help")
    expect(desk.frame.locator(".mark")).to_contain_text(["Closed"], timeout=WAIT)


@pytest.mark.parametrize(("lms", "page"), ON_A_PHONE, indirect=True)
def test_a_helper_of_another_circle_is_asked_answers_and_it_is_closed(
    lms: DemoLms, page: Page
) -> None:
    publish_circles(Desk(page, lms, TEACHER))
    helper = somebody_elsewhere(Desk(page, lms, ASKER), lms)
    offer_help(Desk(page, lms, helper))
    ask(Desk(page, lms, ASKER), lms.person(helper).name)
    answer(Desk(page, lms, helper))
    close(Desk(page, lms, ASKER))
    teacher = Desk(page, lms, TEACHER)
    teacher.press("Asked of me")
    teacher.sees("Asked of me")
    assert "Nobody waits for you" in teacher.text()
