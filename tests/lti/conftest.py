"""Fixtures of the door's tests: a platform that says what the test wants."""

from collections.abc import Iterator

import pytest

from tests.lti.scripted import Scripted, scripted


@pytest.fixture
def liar() -> Iterator[Scripted]:
    """A platform that answers as the test says."""
    with scripted() as told:
        yield told
