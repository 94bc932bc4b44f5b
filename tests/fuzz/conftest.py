"""A door that is kept watch over: no answer may be an accident, and no refusal without a reason."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from werkzeug.test import TestResponse

FORESEEN = {200, 204, 302, 303, 400, 401, 403, 404, 405, 409, 413, 502, 503}
"""502 says in words that a platform failed, 503 that too many wait; ours would be a 500."""


def many(examples: int) -> settings:
    """So many cases, the same in every run; the fixtures are shared by all of them."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


class Watch(logging.Handler):
    """What the tool has logged since it was last asked."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record)

    def check(self, answer: TestResponse) -> TestResponse:
        """The answer was foreseen; a refusal is a page with a number that the log explains."""
        lines, self.lines = self.lines, []
        accidents = [one.exc_info or one.getMessage() for one in lines if one.levelname == "ERROR"]
        assert accidents == []
        assert answer.status_code in FORESEEN, answer.status
        if answer.status_code >= 400:
            self._explained(answer, [one.getMessage() for one in lines])
        return answer

    def _explained(self, answer: TestResponse, told: list[str]) -> None:
        assert "<h1" in answer.text
        codes = [line.partition(" ")[0] for line in told]
        assert any(code in answer.text for code in codes), told


@pytest.fixture
def watch(app: Flask) -> Iterator[Watch]:
    """Keeps watch over the log of the tool."""
    handler = Watch()
    logger = logging.getLogger("lti_tool")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)
