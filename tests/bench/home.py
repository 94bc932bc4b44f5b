"""What the home of a student costs after a year: statements, and CPU of tool and store."""

import tempfile
import time
from dataclasses import dataclass

from sqlalchemy import event

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.settings import Settings
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.history import live_a_year

ROUNDS = 60


@dataclass
class Home:
    """One home, measured in this process, on SQLite."""

    statements: int
    milliseconds: float
    """CPU of one page."""
    kilobytes: float


def home_after_a_year() -> Home:
    """Let a circle of four live a year, then open one home many times."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_env({"PEER_CIRCLES_DATA_DIR": folder}))
        with app.app_context():
            db.create_all()
            context = make_context()
            circle = [make_member(context, f"Student {i}") for i in range(4)]
            live_a_year(circle, make_circle(circle))
            measured = _measured(Browser(app, circle[0]))
            db.engine.dispose()
    return measured


def _measured(browser: Browser) -> Home:
    page = browser.get("/home").get_data()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    began = time.process_time()
    for _ in range(ROUNDS):
        browser.get("/home")
    spent = time.process_time() - began
    return Home(len(asked) // ROUNDS, 1000 * spent / ROUNDS, len(page) / 1000)
