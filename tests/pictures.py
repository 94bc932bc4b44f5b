"""`make pictures`: the pictures of the README, of a small course made for them and gone afterwards.

What stands in the frame of a platform: the review of circles on a laptop, and then the home of a
member on a phone.
"""

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from flask import Flask
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import settle_due
from lti_tool.groups.forming.actions import ask
from lti_tool.groups.forming.working import form_due
from lti_tool.groups.plan.choices import to_json
from lti_tool.groups.plan.models import Plan
from lti_tool.groups.queries import current, mates_of
from lti_tool.groups.review.actions import publish
from lti_tool.settings import Settings
from tests.builders import Browser, make_context, make_member
from tests.conftest import free_port
from tests.groups.answered import PLAN, answer
from tests.journey.writers import plan, sign, tick, write_agreement, write_goal

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
NAMES = (
    "Amara Okonkwo", "Søren Kierkegaard", "Minh Anh Trần", "Ngozi Okafor", "Jonas Weiß",
    "Giulia Esposito", "Freja Nørgaard", "Kwame Mensah", "Annika Schröder", "Matteo De Luca",
    "Ayşe Yılmaz", "Ida Holm", "Björk Guðmundsdóttir", "João Conceição", "Chiara D’Angelo",
    "Sam Taylor",
)  # fmt: skip
LAPTOP, PHONE = (1100, 820), (390, 844)
Shot = tuple[str, Browser, str, tuple[int, int]]
GOAL = {
    "title": "A research question I can defend", "share": "all",
    "steps-0-what": "Write down five questions", "steps-1-what": "Show the best two to my circle",
}  # fmt: skip


def main() -> None:
    """Take all pictures anew."""
    program = shutil.which("chromium") or sys.exit("Chromium is not here.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"http://127.0.0.1:{free_port()}"
        env = {"PEER_CIRCLES_DATA_DIR": folder, "PEER_CIRCLES_PUBLIC_URL": url}
        app = create_app(Settings.from_env(env))
        server = make_server("127.0.0.1", int(url.rpartition(":")[2]), app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=program)
        with app.app_context():
            db.create_all()
            for name, visitor, path, (width, height) in _shots(app, make_context(title="Methods")):
                context = browser.new_context(viewport={"width": width, "height": height})
                context.add_cookies([visitor.cookie])  # type: ignore[list-item]
                page = context.new_page()
                page.goto(f"{url}/s/{visitor.sid}{path}", wait_until="networkidle")
                page.screenshot(path=FOLDER / f"{name}.png")
                context.close()
        browser.close()
        server.shutdown()


def _shots(app: Flask, course: Context) -> Iterator[Shot]:
    """Each picture once the course has come so far."""
    people = [make_member(course, name) for name in NAMES]
    staff = Browser(app, make_member(course, "Ruth Adeyemi", role="Instructor"))
    for number, member in enumerate(people):
        answer(member, Random(number))
    db.session.add(Plan(context_id=course.id, choices=to_json(PLAN)))
    ask(course.id, size=4, seed=1)
    db.session.commit()
    form_due()
    yield "review", staff, "/groups/", LAPTOP
    draft = current(course.id, "draft")
    assert draft
    publish(course.id, draft.id)
    db.session.commit()
    circle = [people[0], *mates_of(people[0])]
    _live(app, circle)
    yield "home", Browser(app, people[0]), "/home", PHONE


def _live(app: Flask, circle: list[Membership]) -> None:
    """A circle agrees, plans its meetings and begins."""
    browsers = [Browser(app, one) for one in circle]
    write_agreement(browsers[1])
    for one in browsers[:3]:
        sign(one, version=1)
    plan(browsers[1], first_day=(utcnow() + timedelta(days=5)).date().isoformat())
    for one in browsers[:3]:
        tick(one, write_goal(one, **GOAL), 0)
    db.session.commit()
    settle_due()


if __name__ == "__main__":
    main()
