"""Fixtures: one LMS of each temperament, or of both in turn, and a bare tool that talks to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.demo_lms import DemoLms, LmsSettings, create_lms
from tests.demo_lms_tests.tool import Tool, public_jwks


def running(temperament: str) -> Iterator[DemoLms]:
    """A served LMS that has the tool's keys pasted in."""
    lms = create_lms(LmsSettings(temperament=temperament)).start()
    lms.registration.public_jwks = public_jwks()
    yield lms
    lms.stop()


@pytest.fixture
def canvas() -> Iterator[DemoLms]:
    """An LMS like hosted Canvas."""
    yield from running("canvas")


@pytest.fixture
def moodle() -> Iterator[DemoLms]:
    """An LMS like Moodle."""
    yield from running("moodle")


@pytest.fixture(params=["canvas", "moodle"])
def lms(request: pytest.FixtureRequest) -> Iterator[DemoLms]:
    """Each temperament in turn."""
    yield from running(request.param)


@pytest.fixture
def tool(lms: DemoLms) -> Iterator[Tool]:
    """A tool registered in each LMS in turn."""
    made = Tool(lms)
    yield made
    made.http.close()


@pytest.fixture
def canvas_tool(canvas: DemoLms) -> Iterator[Tool]:
    """A tool registered in the canvas LMS."""
    made = Tool(canvas)
    yield made
    made.http.close()


@pytest.fixture
def moodle_tool(moodle: DemoLms) -> Iterator[Tool]:
    """A tool registered in the moodle LMS."""
    made = Tool(moodle)
    yield made
    made.http.close()
