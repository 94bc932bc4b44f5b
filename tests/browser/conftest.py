"""Fixtures of the browser's tests: Chromium in each cookie regime, the tool and a demo LMS."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.platforms.models import Registration
from lti_tool.settings import Settings
from tests.browser.desk import Desk
from tests.browser.regimes import HEALING, REGIMES, Regime
from tests.builders import make_circle
from tests.conftest import free_port, needs
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings
from tests.visitor import Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

FLAGS = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
REFUSE = {
    "enableThirdPartyCookieRestriction": True,
    "disableThirdPartyCookieMetadata": True,
    "disableThirdPartyCookieHeuristics": True,
}
EXPECTED = ("status of 401", "status of 422")
"""Chromium calls every answer above 399 an error; these two are how pages ask and correct."""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One Playwright for all tests here."""
    needs("Chromium", _chromium())
    with sync_playwright() as made:
        yield made


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A tool on SQLite: what browsers see is the same on PostgreSQL."""
    env = {
        "PEER_CIRCLES_DATA_DIR": str(tmp_path / "data"),
        "PEER_CIRCLES_PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
        "PEER_CIRCLES_SECRET_KEY": "a secret that only these tests know, long enough",
    }
    return Settings.from_env(env)


@pytest.fixture(params=list(REGIMES))
def regime(request: pytest.FixtureRequest) -> Regime:
    """Each way in which a browser may treat us; a test may name the ones it needs."""
    named: Regime = REGIMES.get(request.param) or HEALING
    return named


@pytest.fixture
def app(app: Flask, regime: Regime) -> Flask:
    """The tool; where a regime says so, its cookies are lost on the way to the browser."""
    inner = app.wsgi_app

    def lossy(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start(status, [one for one in headers if one[0] != "Set-Cookie"], *rest)

        is_browser = environ["HTTP_USER_AGENT"].startswith("Mozilla")
        return inner(environ, begin if is_browser else start)

    if not regime.tool_sets_cookies:
        app.wsgi_app = lossy  # type: ignore[method-assign]
    return app


@pytest.fixture
def lms(settings: Settings, regime: Regime) -> Iterator[DemoLms]:
    """A demo LMS that knows the tool; people log in there as anywhere."""
    made = create_lms(
        LmsSettings(
            tool_url=settings.public_url,
            offers_storage=regime.offers_storage,
            trusts_login_hint=False,
        )
    ).start()
    yield made
    made.stop()


@pytest.fixture
def console() -> list[str]:
    """Errors in the browser's console; a test that provokes one takes it out."""
    return []


@pytest.fixture
def profile(regime: Regime, lms: DemoLms, settings: Settings, tmp_path: Path) -> Path:
    """A new profile in this regime, not yet started."""
    regime.write(tmp_path / "profile", lms.url, settings.public_url)
    return tmp_path / "profile"


@pytest.fixture
def context(playwright: Playwright, profile: Path, console: list[str]) -> Iterator[BrowserContext]:
    """A browser with this profile; an error in its console fails the test."""
    made = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=_chromium(),
        args=FLAGS,
        viewport={"width": 1100, "height": 800},
    )

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and not any(one in said.text for one in EXPECTED):
            console.append(said.text)

    made.on("weberror", lambda error: console.append(str(error.error)))
    made.on("console", hear)
    yield made
    made.close()
    assert console == []


@pytest.fixture
def new_page(context: BrowserContext, regime: Regime) -> Callable[[], Page]:
    """Opens another tab; where the protocol refuses cookies, it is told of every tab."""

    def opened() -> Page:
        page = context.new_page()
        if regime.is_refused_by_protocol:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.setCookieControls", REFUSE)
        return page

    return opened


@pytest.fixture
def desk(
    tool: str, registration: Registration, new_page: Callable[[], Page], regime: Regime
) -> Callable[..., Desk]:
    """Somebody at the LMS, in a new tab: `desk(lms, username)`."""

    def sat(lms: DemoLms, username: str, course: int = 0) -> Desk:
        return Desk.open(new_page(), lms, (username, course), has_window=regime.has_window)

    return sat


@pytest.fixture
def circle(tool: str, lms: DemoLms, registration: Registration, regime: Regime) -> None:
    """Two students who have come in before, from anywhere, sit in a published circle."""
    lms.offers_storage = False
    for username in ("aoife.nibhriain", "jose.nunez"):
        assert Visitor(tool).launch(lms, lms.person(username), lms.courses[0]).status_code == 303
    lms.offers_storage = regime.offers_storage
    make_circle(db.session.query(Membership).all())
    db.session.commit()


@pytest.fixture
def sent(context: BrowserContext) -> list[Request]:
    """Every request of this profile from now on."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    context.on("request", note)
    return requests


@pytest.fixture
def logged(app: Flask, caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that the tool and its server log, down to the least."""
    caplog.set_level(logging.INFO)
    return caplog
