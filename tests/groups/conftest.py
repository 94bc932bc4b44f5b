"""Fixtures of the tests about circles."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from lti_tool.db import db


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database from now on, one SQL statement each."""
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)
