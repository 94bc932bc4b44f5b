"""The whole product as people meet it: real processes, a demo LMS, Chromium.

The LMS is on `localhost`, the tool on `127.0.0.1`: two sites, so the frame is a third party.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import free_port, needs
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings
from tests.servers import running

CHECKOUT = Path(__file__).resolve().parents[2]
COMMAND = str(Path(sys.executable).with_name("peer-circles"))
FLAGS = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
SIZES = {"phone": {"width": 390, "height": 844}, "laptop": {"width": 1100, "height": 800}}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the stories of a file: a second Playwright in a process does not start."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    needs("Chromium", program)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=["canvas", "moodle"])
def lms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DemoLms]:
    """A demo LMS that knows a tool which `peer-circles serve` runs, worker included."""
    tool = f"http://127.0.0.1:{free_port()}"
    made = create_lms(LmsSettings(tool_url=tool, temperament=request.param)).start()
    ours = {"PEER_CIRCLES_DATA_DIR": str(tmp_path / "data"), "PEER_CIRCLES_PUBLIC_URL": tool}
    others = {n: v for n, v in os.environ.items() if not n.startswith("PEER_CIRCLES_")}
    env = {**others, **ours}
    for command in (["db", "upgrade"], ["platforms", "add", "--name", "Demo", *_flags(made)]):
        subprocess.run([COMMAND, *command], env=env, cwd=CHECKOUT, check=True)
    serve = [COMMAND, "serve", "--port", tool.rpartition(":")[2]]
    with running(serve, f"{tool}/readyz", cwd=CHECKOUT, env=env):
        yield made
    made.stop()


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A new browser profile on a phone and on a laptop; a console error fails the test."""
    context = chromium.new_context(viewport=SIZES[request.param])
    made = context.new_page()
    errors: list[str] = []
    made.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


def _flags(lms: DemoLms) -> list[str]:
    names = ("issuer", "client_id", "auth_login_url", "auth_token_url", "jwks_url", "deployment_id")
    return [part for n in names for part in (f"--{n.replace('_', '-')}", getattr(lms, n))]
