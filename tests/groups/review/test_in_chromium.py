"""Moving people and waiting, in a real browser: by keyboard, by mouse, and without script."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.groups.forming.actions import draw
from tests.builders import Browser, make_context, make_member
from tests.conftest import needs

pytestmark = pytest.mark.browser


class Room:
    """The page of circles of a course, open in Chromium."""

    def __init__(self, app: Flask, tool: str, page: Page) -> None:
        self.app, self.tool, self.page = app, tool, page

    def open(self, context: Context, path: str = "/groups/") -> Page:
        visit = Browser(self.app, make_member(context, "Ruth Adeyemi", role="Instructor"))
        self.page.context.add_cookies([visit.cookie])  # type: ignore[list-item]
        self.page.goto(f"{self.tool}/s/{visit.sid}{path}")
        return self.page


@pytest.fixture(params=[True], ids=["script"])
def room(app: Flask, tool: str, request: pytest.FixtureRequest) -> Iterator[Room]:
    """A room in Chromium, with script unless the test says otherwise."""
    needs("Chromium", path := shutil.which("chromium"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        size = {"width": 1024, "height": 1600}
        page = chromium.new_page(java_script_enabled=request.param, viewport=size)  # type: ignore[arg-type]
        yield Room(app, tool, page)
        chromium.close()


def drafted(students: int = 8) -> Context:
    context = make_context()
    for number in range(students):
        make_member(context, f"Student {number:02}")
    draw(context.id, size=4, seed=1)
    return context


def in_circle(page: Page, number: int) -> list[str]:
    return page.locator(f'[data-circle="{number}"] [data-person] bdi').all_inner_texts()


def test_by_keyboard_move_picks_up_arrows_choose_and_enter_puts_down(room: Room) -> None:
    page = room.open(drafted())
    name = in_circle(page, 1)[0]
    page.get_by_role("button", name=f"Move {name}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#to-effect")).to_contain_text("is picked up")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#to-effect")).to_contain_text("would sit here, 5 in all")
    expect(page.locator('[data-circle="2"] .drop')).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("sits in circle 2 now.")
    assert name in in_circle(page, 2)
    expect(page.get_by_role("button", name=f"Move {name}")).to_be_focused()


def test_esc_puts_back_and_leaves_everything_as_it_was(room: Room) -> None:
    page = room.open(drafted())
    before = in_circle(page, 1)
    page.get_by_role("button", name=f"Move {before[0]}").focus()
    for key in ("Enter", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    expect(page.locator(".held, .drop, section [data-placing]")).to_have_count(0)
    expect(page.get_by_role("button", name=f"Move {before[0]}")).to_be_focused()
    assert in_circle(page, 1) == before


def test_a_row_is_dragged_to_another_circle(room: Room) -> None:
    page = room.open(drafted())
    name = in_circle(page, 1)[0]
    page.locator("bdi", has_text=name).hover()
    page.mouse.down()
    page.get_by_role("heading", name="Circle 2").hover()
    expect(page.locator(".held")).to_be_visible()
    page.locator('[data-circle="2"] .ring').hover()
    expect(page.locator('[data-circle="2"] .drop')).to_be_visible()
    page.mouse.up()
    expect(page.locator(".said")).to_contain_text("sits in circle 2 now.")
    assert name in in_circle(page, 2)


@pytest.mark.parametrize("room", [False], indirect=True, ids=["no script"])
def test_without_script_the_same_move_takes_a_page_more(room: Room) -> None:
    page = room.open(drafted())
    name = in_circle(page, 1)[0]
    page.get_by_role("button", name=f"Move {name}").click()
    page.get_by_label("Circle for this person").select_option("2")
    page.get_by_role("button", name="Put down").click()
    expect(page.locator(".said")).to_contain_text("sits in circle 2 now.")
    assert name in in_circle(page, 2)


def test_a_page_that_a_colleague_made_old_says_so(room: Room) -> None:
    context = drafted()
    page = room.open(context)
    draw(context.id, size=2)
    db.session.commit()
    page.get_by_role("button", name=f"Move {in_circle(page, 1)[0]}").click()
    page.get_by_label("Circle for this person").select_option("2")
    page.get_by_role("button", name="Put down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else changed this")


def test_the_page_goes_on_by_itself_when_the_course_list_has_come(room: Room) -> None:
    context = make_context(memberships_url="https://lms.example/members")
    page = room.open(context)
    expect(page.get_by_text("Fetching the course list")).to_be_visible()
    for name in ("Ann", "Bo"):
        make_member(context, name)
    db.session.commit()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 students, no circles yet")
