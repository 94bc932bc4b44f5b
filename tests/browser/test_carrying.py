"""What people do with a visit that a script carries, and with one that a cookie carries."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from playwright.sync_api import BrowserContext, Request, expect

import lti_tool
from lti_tool.db import db
from lti_tool.journey.goals.models import Goal
from lti_tool.launch.models import Visit
from tests.browser.desk import SENTENCE, WAIT, WHAT, Desk
from tests.browser.regimes import Regime
from tests.demo_lms.lms import DemoLms

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("circle")]

STUDENT, OTHER, TEACHER = "aoife.nibhriain", "jose.nunez", "ruth.adeyemi"
CARRY = Path(lti_tool.__file__).parent / "web" / "static" / "carry.js"
BUDGET = 4096
"""Bytes, compressed: every page loads the script."""
Open = Callable[..., Desk]

in_frames = pytest.mark.parametrize(
    "regime", ["the default of Debian", "platform storage"], indirect=True
)
by_script = pytest.mark.parametrize(
    "regime", ["platform storage", "new window without"], indirect=True
)
healing = pytest.mark.parametrize("regime", ["web storage alone"], indirect=True)
everywhere = pytest.mark.parametrize(
    "regime",
    ["the default of Debian", "platform storage", "new window with cookies", "new window without"],
    indirect=True,
)


@everywhere
def test_two_tabs_with_two_courses_never_mix(desk: Open, lms: DemoLms) -> None:
    course = lms.add_course("RM2", "Research Methods 2")
    course.enrol(lms.person(STUDENT))
    first, second = desk(lms, STUDENT), desk(lms, STUDENT, 1)
    assert first.sid != second.sid
    first.press("Set my goal")
    second.press("Who can read what")
    first.fill_in_goal()
    first.press("Save my goal")
    first.sees(SENTENCE)
    for one in (second, first):
        one.press("My circle")
        one.reads("My goal")
    expect(first.frame.locator("main")).to_contain_text(SENTENCE)
    expect(second.frame.locator("main")).not_to_contain_text(SENTENCE)


@everywhere
def test_an_instructor_and_a_student_in_one_browser_never_mix(desk: Open, lms: DemoLms) -> None:
    teacher = desk(lms, TEACHER)
    student = desk(lms, STUDENT)
    teacher.press("Gradebook")
    expect(teacher.frame.locator("nav [aria-current]")).to_have_text("Gradebook", timeout=WAIT)
    student.press("Set my goal")
    student.fill_in_goal()
    student.press("Save my goal")
    student.sees(SENTENCE)
    teacher.press("Groups")
    expect(teacher.frame.locator("nav [aria-current]")).to_have_text("Groups", timeout=WAIT)


@by_script
def test_a_bearer_opens_no_other_visit(
    desk: Open, lms: DemoLms, sent: list[Request], tool: str
) -> None:
    teacher, student = desk(lms, TEACHER), desk(lms, STUDENT)
    student.press("Who can read what")
    student.sees("Who can read what")
    bearers = {one.headers.get("authorization") for one in sent} - {None}
    assert len(bearers) == 2
    for path in (f"/s/{teacher.sid}/whoami", f"/s/{student.sid}/whoami"):
        answers = [
            requests.get(tool + path, headers={"Authorization": str(one)}, timeout=10).status_code
            for one in bearers
        ]
        assert sorted(answers) == [204, 401]


@pytest.mark.parametrize("regime", ["the default of Debian"], indirect=True)
def test_a_wrong_bearer_is_refused_beside_a_right_cookie(desk: Open, lms: DemoLms) -> None:
    aoife = desk(lms, STUDENT)
    path = f"/s/{aoife.sid}/whoami"
    assert aoife.status_of(path) == 204
    for wrong in ("Bearer made up", "Bearer ", "bearer"):
        assert aoife.status_of(path, {"Authorization": wrong}) == 401


@by_script
def test_three_clicks_save_once(desk: Open, lms: DemoLms, sent: list[Request]) -> None:
    aoife = desk(lms, STUDENT)
    aoife.press("Set my goal")
    aoife.fill_in_goal()
    aoife.click("Save my goal", click_count=3)
    aoife.sees(SENTENCE)
    assert db.session.query(Goal).count() == 1
    assert len([one for one in sent if one.method == "POST" and "/goals/" in one.url]) == 1


@by_script
def test_an_ended_visit_keeps_what_was_written(desk: Open, lms: DemoLms) -> None:
    aoife = desk(lms, STUDENT)
    aoife.press("Set my goal")
    aoife.fill_in_goal()
    end_all_visits()
    aoife.press("Save my goal")
    aoife.reads("This visit has ended. Copy what you wrote")
    expect(aoife.box(WHAT)).to_have_value(SENTENCE)
    expect(aoife.frame.get_by_role("button", name="Save my goal")).not_to_have_attribute(
        "aria-disabled", "true"
    )


@pytest.mark.parametrize("regime", ["the default of Debian"], indirect=True)
def test_with_the_cookie_what_was_written_can_be_copied(desk: Open, lms: DemoLms) -> None:
    aoife = desk(lms, STUDENT)
    aoife.press("Set my goal")
    aoife.fill_in_goal()
    end_all_visits()
    aoife.press("Save my goal")
    aoife.sees("Please open this again from your course")
    expect(aoife.frame.locator("textarea").first).to_have_value(SENTENCE)
    aoife.check()


def end_all_visits() -> None:
    """As if twelve hours had passed."""
    db.session.query(Visit).delete()
    db.session.commit()


@by_script
def test_without_a_connection_the_page_and_its_words_stay(
    desk: Open, lms: DemoLms, context: BrowserContext, console: list[str]
) -> None:
    aoife = desk(lms, STUDENT)
    aoife.press("Set my goal")
    aoife.fill_in_goal()
    context.set_offline(True)
    aoife.press("Save my goal")
    aoife.reads("No connection. What you wrote stays here")
    aoife.press("Who can read what")
    expect(aoife.box(WHAT)).to_have_value(SENTENCE)
    context.set_offline(False)
    aoife.press("Save my goal")
    aoife.sees(SENTENCE)
    console[:] = [one for one in console if "ERR_INTERNET_DISCONNECTED" not in one]


@in_frames
@pytest.mark.parametrize("how", [{"modifiers": ["Control"]}, {"button": "middle"}])
def test_a_link_opens_in_a_new_tab(
    desk: Open, lms: DemoLms, context: BrowserContext, how: dict[str, object]
) -> None:
    aoife = desk(lms, STUDENT)
    with context.expect_page() as opened:
        aoife.click("Who can read what", **how)
    tab = Desk(opened.value, opened.value.main_frame)
    tab.arrives()
    tab.sees("Who can read what")
    assert tab.sid == aoife.sid
    tab.press("My circle")
    tab.reads("Set my goal")
    aoife.reads("Set my goal")


@by_script
def test_after_a_link_the_heading_is_read_and_the_page_starts_at_its_top(
    desk: Open, lms: DemoLms
) -> None:
    aoife = desk(lms, STUDENT)
    aoife.press("Who can read what")
    aoife.sees("Who can read what")
    assert aoife.frame.evaluate("document.activeElement.tagName") == "H1"
    assert aoife.frame.evaluate("window.scrollY") == 0
    assert aoife.frame.evaluate("document.title").startswith("Who can read what")
    aoife.check()


@by_script
def test_scripts_of_a_page_start_anew_each_time(desk: Open, lms: DemoLms) -> None:
    aoife = desk(lms, STUDENT)
    for _ in range(2):
        aoife.press("Set my goal")
        aoife.goes_to_the_end()
        aoife.frame.get_by_label("Everything").check()
        expect(aoife.frame.locator("[id$=-audience]").first).to_contain_text("Your group")
        aoife.press("My circle")
        aoife.reads("Set my goal")


@by_script
def test_another_language_is_spoken_at_once(desk: Open, lms: DemoLms) -> None:
    aoife = desk(lms, STUDENT)
    aoife.press("Language: English")
    aoife.frame.get_by_label("Dansk").check()
    aoife.press("Use this language")
    expect(aoife.frame.locator("html")).to_have_attribute("lang", "da", timeout=WAIT)


@pytest.mark.parametrize(
    "regime", ["the default of Debian", "new window with cookies"], indirect=True
)
def test_a_reload_shows_the_same_page_with_the_cookie(desk: Open, lms: DemoLms) -> None:
    reloads(desk(lms, STUDENT), "Who can read what")


@by_script
def test_a_reload_where_nothing_is_kept_helps_without_naming_anybody(
    desk: Open, lms: DemoLms
) -> None:
    aoife = desk(lms, STUDENT)
    reloads(aoife, "Please open this again from your course")
    assert "Aoife" not in aoife.frame.locator("body").inner_text()


@healing
def test_a_reload_heals_itself_where_web_storage_is_allowed(desk: Open, lms: DemoLms) -> None:
    aoife = desk(lms, STUDENT)
    reloads(aoife, "Who can read what")
    aoife.press("My circle")
    aoife.reads("Set my goal")


def reloads(person: Desk, heading: str) -> None:
    """Go somewhere, reload what is shown there, and see this."""
    person.press("Who can read what")
    person.sees("Who can read what")
    person.frame.evaluate("document.body.id = 'old'; setTimeout(() => location.reload())")
    expect(person.frame.locator("#old")).to_have_count(0, timeout=WAIT)
    person.sees(heading)


@everywhere
@pytest.mark.usefixtures("regime")
def test_no_secret_stands_in_an_address_or_a_log(
    desk: Open, lms: DemoLms, sent: list[Request], logged: pytest.LogCaptureFixture
) -> None:
    aoife = desk(lms, STUDENT)
    aoife.press("Set my goal")
    aoife.fill_in_goal()
    aoife.press("Save my goal")
    aoife.sees(SENTENCE)
    secrets = {
        str(one["value"]) for one in aoife.page.context.cookies() if "__Host-pc" in str(one["name"])
    }
    bearers = (one.headers.get("authorization", "") for one in sent)
    secrets |= {one.removeprefix("Bearer ") for one in bearers if one}
    assert secrets
    told = [text for one in sent for text in (one.url, one.headers.get("referer", ""))]
    for secret in secrets:
        assert not [text for text in told if secret in text]
        assert secret not in logged.text
    assert "/s/" in logged.text


@pytest.mark.parametrize("regime", ["cookies allowed"], indirect=True)
def test_the_script_is_small(regime: Regime) -> None:
    assert len(gzip.compress(CARRY.read_bytes(), 9)) <= BUDGET
