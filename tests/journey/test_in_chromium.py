"""A student's pages in a real browser on a phone: the words that change, the errors, the reach."""

import re
import shutil
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.journey.goals.models import Goal
from lti_tool.journey.meetings.models import Meeting
from tests.builders import Browser, make_circle, make_context, make_member
from tests.conftest import needs
from tests.journey.writers import (
    file_note,
    meeting_keys,
    plan,
    promise,
    sign,
    write_agreement,
    write_goal,
    write_reflection,
)

pytestmark = pytest.mark.browser
NAMES = ("Amara Okonkwo", "Søren Kierkegaard", "Minh Anh", "Владислава Мельник")


class Phone:
    """A phone in the hand of one student."""

    def __init__(self, app: Flask, tool: str, page: Page) -> None:
        self.app, self.tool, self.page = app, tool, page

    def open(self, browser: Browser, path: str) -> Page:
        self.page.context.add_cookies([browser.cookie])  # type: ignore[list-item]
        self.page.goto(f"{self.tool}/s/{browser.sid}{path}")
        return self.page


@pytest.fixture(params=[True], ids=["script"])
def phone(app: Flask, tool: str, request: pytest.FixtureRequest) -> Iterator[Phone]:
    """A phone in Chromium, with script unless the test says otherwise."""
    needs("Chromium", path := shutil.which("chromium"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        size = {"width": 390, "height": 844}
        page = chromium.new_page(java_script_enabled=request.param, viewport=size)  # type: ignore[arg-type]
        yield Phone(app, tool, page)
        chromium.close()


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    """A circle of four."""
    context = make_context()
    members = [make_member(context, name) for name in NAMES]
    make_circle(members, number=7)
    return members


def to_the_end(page: Page) -> None:
    """To the last part of a form that leads from part to part; without a script it is in sight."""
    page.locator("form[data-parts]").wait_for()
    page.wait_for_load_state()  # by then its script has shown the first part
    while (onward := page.get_by_role("button", name="Next", exact=True)).is_visible():
        onward.click()


def test_the_words_beside_the_boxes_change_with_the_share_choice(
    app: Flask, phone: Phone, circle: list[Membership]
) -> None:
    page = phone.open(Browser(app, circle[0]), "/goals/new")
    to_the_end(page)
    expect(page.locator("#title-audience")).to_contain_text("Only you")
    page.get_by_text("The title and the steps").click()
    expect(page.locator("#title-audience")).to_contain_text("Your three group mates")
    expect(page.locator("#why-audience")).to_contain_text("Only you")
    page.get_by_text("Everything").click()
    expect(page.locator("#if-then-then-audience")).to_contain_text("Your three group mates")
    page.get_by_label(circle[2].user.shown_name).check()
    said = f"Of your circle only {circle[2].user.shown_name} can read this."
    expect(page.locator("#title-audience")).to_contain_text(said)
    page.get_by_text("Nothing", exact=True).click()
    expect(page.locator("#title-audience")).to_contain_text("Only you")


@pytest.mark.parametrize("phone", [True, False], ids=["script", "no script"], indirect=True)
def test_a_goal_is_set_ticked_and_looked_back_on(
    app: Flask, phone: Phone, circle: list[Membership]
) -> None:
    me = Browser(app, circle[0])
    write_agreement(me)
    sign(me, version=1)
    plan(me, first_day="2099-10-13")
    page = phone.open(me, "/home")
    page.get_by_role("link", name="Set my goal").click()
    to_the_end(page)
    page.get_by_role("button", name="Save my goal").click()
    expect(page.get_by_role("alert")).to_contain_text("4 lines need a look")
    page.get_by_label("What do I want to reach?").fill("A question I can defend")
    page.get_by_label("How will I know?").fill("Two people can say it back")
    page.get_by_label("By when?", exact=False).first.fill("2099-12-04")
    page.get_by_role("link", name="Write at least one step").click()
    page.get_by_label("Step 1", exact=True).fill("Write five questions")
    page.get_by_role("button", name="Save my goal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A question I can defend")
    page.get_by_role("button", name="Mark this step as done").click()
    expect(page.get_by_text("1 of 1 done")).to_be_visible()
    page.get_by_role("link", name="My circle").click()
    page.get_by_role("link", name="Write the reflection").click()
    page.get_by_label("What happened?").fill("I wrote ten.")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("You have done 4 of 4 items.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(
    app: Flask, phone: Phone, circle: list[Membership], scheme: str
) -> None:
    mate, me = Browser(app, circle[1]), Browser(app, circle[0])
    write_goal(mate, share="all")
    write_reflection(mate, share="now_what")
    goal, looked = write_goal(me, why="W" * 300), write_reflection(me)
    paths = ["/home", "/goals/new", f"/goals/{goal}", f"/goals/{goal}/edit", "/reflections"]
    me.post(f"/goals/{goal}/today", {"level": "minus_1", "note": "N" * 300})
    me.post(f"/goals/{goal}/stuck/0")
    me.post("/ahead/" + "g" * 12, {"title": "G" * 160})
    theirs = db.session.scalars(select(Goal.id).filter_by(membership_id=circle[1].id)).one()
    paths += [f"/goals/{goal}/{turn}" for turn in ("today", "end", "rest")]
    paths += ["/goals", "/ahead", f"/circle/goals/{theirs}"]
    for place in ("2", "4"):
        me.post(f"/skills/look{place}xxxxxxx", dict.fromkeys(("clear", "energy"), place))
    paths += ["/lessons", "/lessons/1_listening", "/skills", "/skills/look"]
    paths += ["/practice", "/practice/1_more_time", f"/reflections/{looked}/read"]
    paths += [f"/reflections/new?way={way}" for way in ("reflection_cycle", "reflection_deal")]
    write_agreement(mate)
    write_agreement(mate, seen=1, conflict="K" * 300)
    mate.post("/agreement/topics", {"topic": "T" * 80})
    me.post("/agreement/topics", {"topic": "Aufenthaltsstatusangelegenheiten"})
    plan(mate, first_day="2099-10-13", place="P" * 200)
    meeting = meeting_keys(me)[0]
    file_note(mate, meeting, points="N" * 300, **promise(0, circle[0].id, "W" * 200))
    paths += ["/meetings", "/meetings/plan", f"/meetings/{meeting}", f"/meetings/{meeting}/move"]
    paths += [f"/meetings/{meeting}/{page}" for page in ("card", "note", "agenda")]
    paths += ["/agreement", "/agreement/edit", "/agreement/earlier"]
    paths += ["/reflections/new", f"/reflections/{looked}", "/readers", "/language", "/welcome"]
    paths += ["/shared", "/promises", "/guide", "/reminders", "/own", "/seat"]
    paths += ["/help/support", "/certificate"]
    phone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for path in paths:
        page = phone.open(me, path)
        found[path] = [one["id"] for one in Axe().run(page).response["violations"]]
        page.set_viewport_size({"width": 320, "height": 700})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[path].append("wider than 320")
        page.set_viewport_size({"width": 390, "height": 844})
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_an_agreement_is_written_and_signed_by_keyboard_alone(
    app: Flask, phone: Phone, circle: list[Membership]
) -> None:
    page = phone.open(Browser(app, circle[0]), "/agreement")
    page.get_by_role("link", name="Write our agreement").press("Enter")
    page.get_by_label("What we meet for").fill("A plan we dare to show")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Save our agreement").press("Enter")
    expect(page.get_by_text("Every week")).to_be_visible()
    page.get_by_role("button", name="Sign the agreement").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("2 lines need a look")
    page.get_by_label("My hopes are in it.").press("Space")
    page.get_by_label("What is said here stays here.").press("Space")
    page.get_by_role("button", name="Sign the agreement").press("Enter")
    expect(page.get_by_text("You have signed this text.")).to_be_visible()
    expect(page.get_by_role("img", name="1 of 4 have signed")).to_be_visible()


def test_what_is_typed_is_kept_without_a_connection_and_stands_there_again(
    app: Flask, phone: Phone, circle: list[Membership]
) -> None:
    me = Browser(app, circle[0])
    page = phone.open(me, "/agreement/edit")
    status = page.locator("[data-draft]")
    page.get_by_label("What we meet for").fill("Half a thought")
    page.get_by_text("Every week").click()
    expect(status).to_contain_text("Kept as a draft")
    page.context.set_offline(True)
    page.get_by_label("What we meet for").fill("A whole thought")
    page.get_by_role("button", name="Save our agreement").click()
    expect(status).to_contain_text("No connection. What you wrote stays here")
    expect(page.get_by_label("What we meet for")).to_have_value("A whole thought")
    page.context.set_offline(False)
    expect(status).to_contain_text("Kept as a draft")
    page = phone.open(me, "/agreement/edit")
    expect(page.get_by_label("What we meet for")).to_have_value("A whole thought")
    expect(page.get_by_label("Every week")).to_be_checked()
    expect(status).to_contain_text("What you wrote before is back in the boxes.")
    page.get_by_role("button", name="Save our agreement").click()
    expect(page.get_by_text("The text is saved.")).to_be_visible()
    phone.open(me, "/agreement/edit")
    expect(status).to_be_empty()


@pytest.fixture
def running(app: Flask, circle: list[Membership]) -> Meeting:
    """A meeting that has just begun."""
    plan(Browser(app, circle[1]), first_day="2099-10-13")
    meeting = db.session.scalars(select(Meeting).order_by(Meeting.number)).first()
    assert meeting
    meeting.starts_at = utcnow()
    db.session.commit()
    return meeting


def test_a_meeting_runs_by_its_timer_and_ends_in_a_note(
    app: Flask, phone: Phone, circle: list[Membership], running: Meeting
) -> None:
    page = phone.open(Browser(app, circle[0]), "/home")
    page.get_by_role("link", name="Open the meeting").click()
    now = page.locator("[data-timer-says]")
    expect(now).to_have_text("Opening: one small win each: 5 minutes left")
    page.get_by_role("button", name="Next", exact=True).press("Enter")
    expect(now).to_have_text("You: 10 minutes left")
    page.get_by_role("button", name="Two more minutes").press("Enter")
    expect(now).to_have_text("You: 12 minutes left")
    page.reload()
    expect(now).to_have_text("You: 12 minutes left")
    expect(page.locator(".now strong")).to_have_text("You")
    page.get_by_label("I was there").check()
    page.get_by_role("button", name="Save my mark").press("Enter")
    expect(page.get_by_text("Your mark is saved.")).to_be_visible()
    page.get_by_role("link", name="Write the note").press("Enter")
    page.get_by_label("Who, promise 1").select_option(label="Amara Okonkwo")
    page.get_by_label("Promise 1", exact=True).fill("Ask the lab for opening hours")
    page.get_by_role("button", name="File the note").press("Enter")
    expect(page.get_by_text("The note is filed.")).to_be_visible()
    page.get_by_role("button", name="Done Ask the lab").press("Enter")
    expect(page.get_by_role("heading", name="My promises")).to_be_visible()
    expect(page.get_by_text("kept on")).to_be_visible()


def test_a_reader_elsewhere_sees_their_own_time_behind_that_of_the_series(
    app: Flask, tool: str, phone: Phone, circle: list[Membership], running: Meeting
) -> None:
    browser = phone.page.context.browser
    assert browser
    context = browser.new_context(timezone_id="Asia/Kolkata", locale="en-GB")
    page = Phone(app, tool, context.new_page()).open(Browser(app, circle[0]), "/meetings")
    here = running.starts_at.astimezone(ZoneInfo("Asia/Kolkata"))
    expect(page.locator("time").first).to_contain_text(f"{here:%H:%M} where you are)")
    at_home = browser.new_context(timezone_id="Europe/Copenhagen", locale="en-GB")
    page = Phone(app, tool, at_home.new_page()).open(Browser(app, circle[0]), "/meetings")
    expect(page.locator("time").first).not_to_contain_text("where you are")


def test_what_two_windows_wrote_stands_side_by_side(
    app: Flask, phone: Phone, circle: list[Membership]
) -> None:
    me = Browser(app, circle[0])
    key = write_goal(me)
    page = phone.open(me, f"/goals/{key}/edit")
    page.get_by_label("Why does it matter now?").fill("From this window")
    seen = re.search(r'-version" value="(\d+)', me.get(f"/goals/{key}/edit").text)
    assert seen
    write = {"title": "Two", "measure": "m", "by_when": "2099-12-04", "why": "From the other"}
    me.post(f"/goals/{key}", {**write, "steps-0-what": "s", "share": "nobody", "-version": seen[1]})
    page.get_by_role("button", name="Save my goal").click()
    expect(page.get_by_text("This was saved in another window meanwhile")).to_be_visible()
    expect(page.get_by_text("From the other")).to_be_visible()
    expect(page.get_by_label("Why does it matter now?")).to_have_value("From this window")
