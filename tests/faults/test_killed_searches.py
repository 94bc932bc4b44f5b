"""A worker that is killed with SIGKILL while it forms circles: the next one forms the same."""

import os
import random
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from lti_tool.db import db, utcnow
from lti_tool.groups.forming.models import Forming
from lti_tool.groups.forming.working import form_due
from lti_tool.settings import Settings
from tests.faults.conftest import injected
from tests.faults.victims import kill_after, victims
from tests.groups.forming.test_working import asked, circles, course

IS_FULL = os.environ.get("FAULTS") == "full"
SEARCHES = 20 if IS_FULL else 3
PEOPLE = 120
SEED = 20261126


def its_claim_runs_out() -> None:
    """The dead worker's claim is over, as it is after two minutes."""
    db.session.rollback()
    db.session.execute(update(Forming).values(claimed_until=utcnow() - timedelta(seconds=1)))
    db.session.commit()


def test_a_search_killed_at_any_moment_forms_the_circles_it_would_have_formed(
    app: Flask, settings: Settings
) -> None:
    context, chance, killed = course(PEOPLE), random.Random(SEED), 0
    with victims(settings, "circles") as process:
        for seed in range(SEARCHES):
            forming = asked(context, seed=seed)
            killed += kill_after(process, chance.uniform(5, 1500))
            its_claim_runs_out()
            form_due()
            db.session.refresh(forming)
            after = circles(context)
            assert forming.outcome == "formed"
            assert sum(len(people) for people in after) == PEOPLE
            asked(context, seed=seed)
            form_due()
            assert after == circles(context)
    injected(killed)
    assert killed
