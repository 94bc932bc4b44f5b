"""A worker that is killed with SIGKILL at random moments, again and again, while scores leave.

FAULTS=full (`make faults`) does it 50 times over 2,000 scores.
"""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import insert, select

from lti_tool.courses.models import Membership, User
from lti_tool.db import db
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import Settings
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.people import Person
from tests.demo_lms.settings import LmsSettings
from tests.faults.conftest import IS_FULL, check_grades, injected, send_until_quiet
from tests.faults.victims import kill_after, victims
from tests.gradebook.conftest import Classroom, all_due_again

SCORES, KILLS = (2000, 50) if IS_FULL else (150, 8)
SEED = 20261125


def all_enter_and_do_something(room: Classroom) -> list[Person]:
    """Many students, each with one item done, without a launch for each of them."""
    first = room.enters(room.students[0])
    people = [first.user.subject, *(one.id for one in room.students[1:])]
    others = [{"registration_id": first.user.registration_id, "subject": one} for one in people[1:]]
    db.session.execute(insert(User), others)
    users = db.session.scalars(select(User.id).where(User.id != first.user_id)).all()
    role = {"context_id": first.context_id, "launch_roles": ["Learner"], "is_learner": True}
    db.session.execute(insert(Membership), [{**role, "user_id": one} for one in users])
    members = db.session.scalars(select(Membership.id)).all()
    lines = [{"membership_id": one, "item": "goal", "is_done": True} for one in members]
    db.session.execute(insert(ParticipationEvent), lines)
    db.session.commit()
    return room.students


@pytest.fixture(params=["canvas", "moodle"])
def lms(request: pytest.FixtureRequest, settings: Settings) -> Iterator[DemoLms]:
    """A demo LMS with a large course."""
    made = create_lms(
        LmsSettings(tool_url=settings.public_url, temperament=request.param, students=SCORES)
    ).start()
    yield made
    made.stop()


def test_a_worker_killed_again_and_again_loses_no_grade(
    room: Classroom, settings: Settings
) -> None:
    people = all_enter_and_do_something(room)
    chance, killed = random.Random(SEED), 0
    with victims(settings, "scores") as process:
        for _ in range(KILLS):
            killed += kill_after(process, chance.uniform(5, 400))
            db.session.rollback()
            all_due_again()
    injected(killed)
    assert killed
    send_until_quiet()
    check_grades(room, people)
    assert len(room.columns) == 1
