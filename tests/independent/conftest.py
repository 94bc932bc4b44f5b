"""The independent platform as the tests meet it: a program of its own, and a course in it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from lti_tool.db import db
from lti_tool.platforms.actions import PlatformFacts, register
from tests.conftest import free_port, needs
from tests.independent.course import PEOPLE, Course
from tests.servers import running

CHECKOUT = Path(__file__).resolve().parents[2]
HOME = CHECKOUT / ".venv-independent"
SERVER = [str(HOME / "bin/python"), "-m", "tests.independent.platform_server"]


@pytest.fixture(scope="session")
def platform() -> Iterator[str]:
    """The address of the independent platform, started once."""
    needs("The independent platform (make independent-env)", (HOME / ".ready").exists())
    url = f"http://127.0.0.1:{free_port()}"
    env = {**os.environ, "INDEPENDENT_PLATFORM_URL": url}
    with running(SERVER, f"{url}/desk/log", cwd=CHECKOUT, env=env):
        yield url


@pytest.fixture
def open_course(platform: str, tool: str) -> Callable[..., Course]:
    """Opens a course that has the tool, and registers the platform with the tool."""

    def opened(**changes: Any) -> Course:
        wanted = {
            "people": PEOPLE,
            "shares_names": True,
            "grades": "programmatic",
            "login_url": f"{tool}/lti/login",
            "launch_url": f"{tool}/lti/launch",
            "tool_keys": {"lti_1p3_tool_keyset_url": f"{tool}/lti/jwks.json"},
        }
        answer = requests.post(f"{platform}/desk/courses", json={**wanted, **changes}, timeout=30)
        said = answer.json()
        register(PlatformFacts(**said["platform"]), ["1"])
        db.session.commit()
        return Course(tool, platform, said["config_id"], said["services_url"], said["platform"])

    return opened


@pytest.fixture
def course(open_course: Callable[..., Course]) -> Course:
    """A course that shares names and lets the tool make columns."""
    return open_course()
