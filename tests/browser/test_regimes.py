"""A launch and a whole form visit in every cookie regime of a real browser."""

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response, redirect, request
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from lti_tool.db import db
from lti_tool.journey.goals.models import Goal
from tests.browser.desk import HOW, SENTENCE, WAIT, WHAT, Desk
from tests.browser.regimes import Regime
from tests.demo_lms.lms import DemoLms

pytestmark = pytest.mark.browser

STUDENT = "aoife.nibhriain"
Open = Callable[..., Desk]


@pytest.fixture
def canary() -> Iterator[int]:
    """A site that sets a plain and a Partitioned cookie in a frame and says which came back."""
    app = Flask("canary")

    @app.get("/")
    def top() -> str:
        return f'<link rel="icon" href="data:,"><iframe src="http://127.0.0.1:{server.port}/set"></iframe>'

    @app.get("/set")
    def give() -> Response:
        answer = redirect("/see")
        answer.set_cookie("plain", "1", secure=True, samesite="None")
        answer.set_cookie("parted", "1", secure=True, samesite="None", partitioned=True)
        return answer  # type: ignore[return-value]

    @app.get("/see")
    def see() -> str:
        return f"<p>{' '.join(request.cookies)}</p>"

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_browser_keeps_what_this_regime_says(
    canary: int, new_page: Callable[[], Page], regime: Regime
) -> None:
    page = new_page()
    page.goto(f"http://localhost:{canary}/")
    seen = page.frame_locator("iframe").locator("p").text_content(timeout=WAIT) or ""
    assert set(seen.split()) == regime.keeps


@pytest.mark.usefixtures("circle")
def test_a_student_comes_in_writes_is_corrected_saves_and_goes_back(
    desk: Open, lms: DemoLms, regime: Regime
) -> None:
    aoife = desk(lms, STUDENT)
    home = aoife.heading().text_content() or ""
    aoife.press("Set my goal")
    aoife.sees(re.compile("goal", re.IGNORECASE))
    form = aoife.path

    aoife.write(HOW, "Two people can say it back to me.")
    aoife.goes_to_the_end()
    aoife.press("Save my goal")
    aoife.reads(re.compile("needs? a look"))
    expect(aoife.box(HOW)).to_have_value("Two people can say it back to me.")
    assert aoife.frame.evaluate("document.activeElement.matches('[data-errors]')")
    aoife.check()

    aoife.fill_in_goal()
    aoife.press("Save my goal")
    aoife.sees(SENTENCE)
    aoife.reads("Your goal is saved.")
    assert "said=saved" in aoife.address()
    aoife.check()

    aoife.press("My circle")
    aoife.sees(home)
    aoife.go_back()
    aoife.sees(SENTENCE)
    if regime.carrier == "bearer":
        aoife.go_back()
        expect(aoife.box(WHAT)).to_be_visible(timeout=WAIT)
        assert aoife.path == form
    assert db.session.query(Goal).count() == 1
