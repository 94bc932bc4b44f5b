"""What the pages of staff cost in a course of 1,000 students in 250 circles, on SQLite."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from lti_tool.app import create_app
from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db, utcnow
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import Settings
from tests.bench.bare import Page, measured, offer_bare_pages
from tests.builders import Browser, make_context, make_member

CIRCLES, SIZE = 250, 4
ROUNDS = 15
PAGES = {"A board": "/board", "The numbers": "/numbers"}


def staff_pages() -> list[Page]:
    """Fill a large course, then open each page of its staff some times."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_env({"PEER_CIRCLES_DATA_DIR": folder}))
        offer_bare_pages(app)
        with app.app_context():
            db.create_all()
            context = make_context()
            fill(context)
            browser = Browser(app, make_member(context, "Ruth Adeyemi", role="Instructor"))
            found = [measured(browser, PAGES[n], name=n, rounds=ROUNDS) for n in PAGES]
            db.engine.dispose()
    return found


def fill(context: Context, circles: int = CIRCLES, size: int = SIZE) -> list[int]:
    """Students in published circles, with lines in the ledger, straight into the tables."""
    count, registration = circles * size, context.deployment.registration_id
    users = [
        {"registration_id": registration, "subject": f"s{n}", "name": f"Student {n:04}"}
        for n in range(count)
    ]
    people = ids_of(User, users)
    learner = {"context_id": context.id, "launch_roles": ["Learner"], "is_learner": True}
    members = ids_of(Membership, [{**learner, "user_id": one} for one in people])
    then = utcnow() - timedelta(days=30)
    shape = {"context_id": context.id, "size": size, "seed": 1, "state": "published"}
    (grouping,) = ids_of(Grouping, [{**shape, "published_at": then}])
    groups = ids_of(PeerGroup, [{"grouping_id": grouping, "number": n + 1} for n in range(circles)])
    seats = zip(members, (one for one in groups for _ in range(size)), strict=True)
    ids_of(
        Seat, [{"membership_id": one, "group_id": group, "taken_at": then} for one, group in seats]
    )
    acts = [
        {"membership_id": one, "item": item, "occurred_at": then + timedelta(days=one % 29)}
        for one in members
        for item in ("survey", "goal", "step", "reflection")[: one % 5]
    ]
    db.session.execute(insert(ParticipationEvent), acts)
    db.session.commit()
    return members


def ids_of(model: type[Any], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows; gives their numbers in the same order."""
    made = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(db.session.scalars(made, rows))
