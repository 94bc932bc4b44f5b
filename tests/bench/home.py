"""What a student's home and goal cost in a circle of eight after a year, beside a bare page."""

import tempfile

from flask import Flask
from sqlalchemy import select

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.gradebook.actions import settle_due
from lti_tool.journey.goals.models import Goal
from lti_tool.settings import Settings
from tests.bench.bare import Page, measured, offer_bare_pages
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.history import live_a_year

ROUNDS, PEOPLE = 60, 8


def pages_after_a_year() -> list[Page]:
    """Let a circle live a year, then open home and goal of one member many times."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_env({"PEER_CIRCLES_DATA_DIR": folder}))
        offer_bare_pages(app)
        with app.app_context():
            db.create_all()
            browser = _browser(app)
            key = db.session.scalars(select(Goal.key).order_by(Goal.id)).first()
            pages = {"A home": "/home", "A goal": f"/goals/{key}"}
            found = [measured(browser, path, name=n, rounds=ROUNDS) for n, path in pages.items()]
            db.engine.dispose()
    return found


def _browser(app: Flask) -> Browser:
    context = make_context()
    circle = [make_member(context, f"Student {i}") for i in range(PEOPLE)]
    live_a_year(circle, make_circle(circle))
    while settle_due():
        pass
    return Browser(app, circle[0])
