"""Who may send to which platform: one run at a time, rests after trouble, nobody starves."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import SendReport, send_due, settle_due
from lti_tool.gradebook.lanes import FIRST_REST, LONGEST_REST
from lti_tool.gradebook.models import Lane, OutboxScore
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.settings import Settings
from tests.demo_lms.faults import Effect, Fault
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings
from tests.gradebook.conftest import Classroom, all_due_again, does, settle_and_send

canvas_only = pytest.mark.parametrize("lms", ["canvas"], indirect=True)


def lane() -> Lane:
    db.session.expire_all()
    return db.session.query(Lane).one()


def change_lane(**values: object) -> None:
    db.session.execute(update(Lane).values(values))
    db.session.commit()


def rest() -> float:
    """Seconds for which the one lane rests from now on."""
    until = lane().rests_until
    assert until is not None
    return (until - utcnow()).total_seconds()


@pytest.fixture
def neighbour(settings: Settings) -> Iterator[DemoLms]:
    """Another school's platform."""
    made = create_lms(LmsSettings(tool_url=settings.public_url, temperament="canvas")).start()
    yield made
    made.stop()


def connected(lms: DemoLms) -> Classroom:
    row = Registration(
        name="Next door", issuer=lms.issuer, client_id=lms.client_id,
        auth_login_url=lms.auth_login_url, auth_token_url=lms.auth_token_url,
        jwks_url=lms.jwks_url,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    db.session.add(Deployment(registration_id=row.id, deployment_id=lms.deployment_id))
    db.session.commit()
    return Classroom(lms, lms.courses[0])


@canvas_only
def test_a_platform_that_another_run_serves_is_left_to_it(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    settle_and_send()
    does(room.enters(room.students[1]), "goal")
    change_lane(holder="another", held_until=utcnow() + timedelta(seconds=30))
    assert settle_and_send() == SendReport()
    change_lane(held_until=utcnow() - timedelta(seconds=1))
    assert send_due() == SendReport(sent=1)
    assert (lane().holder, lane().held_until) == (None, None)


@canvas_only
def test_what_a_dead_run_had_taken_is_free_with_its_lane(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    settle_due()
    held = {"claimed_until": utcnow() + timedelta(minutes=5)}
    db.session.execute(update(OutboxScore).values(held))
    does(room.enters(room.students[1]), "goal")
    assert settle_and_send() == SendReport(sent=2)


def test_a_platform_in_trouble_is_left_alone_longer_each_time(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    fault = room.lms.faults.add(Fault("lineitems", status=503))
    rests = []
    for _ in range(20):
        settle_and_send()
        rests.append(rest())
        db.session.execute(update(OutboxScore).values(next_try_at=utcnow()))
        assert send_due() == SendReport()
        all_due_again()
    assert 0 < rests[0] <= FIRST_REST
    assert LONGEST_REST / 2 - 60 < rests[-1] <= LONGEST_REST
    assert room.lms.faults.hits(fault) == 20
    room.lms.faults.clear()
    assert send_due() == SendReport(sent=1)
    assert (lane().troubles, lane().rests_until) == (0, None)


def test_a_platform_that_was_in_trouble_is_first_asked_once(room: Classroom) -> None:
    for student in room.students[:9]:
        does(room.enters(student), "goal")
    settle_and_send()
    for student in room.students[:9]:
        does(room.enters(student), "step")
    fault = room.lms.faults.add(Fault("scores", status=503))
    change_lane(troubles=3)
    settle_and_send()
    assert room.lms.faults.hits(fault) == 1


def test_a_platform_says_how_long_it_wants_to_be_left_alone(room: Classroom) -> None:
    for student in room.students[:9]:
        does(room.enters(student), "goal")
    fault = room.lms.faults.add(Fault("scores", status=429, retry_after=1200, times=1))
    report = settle_and_send()
    assert report.sent + report.waiting == 9
    assert 1100 < rest() <= 1200
    assert room.lms.faults.hits(fault) == 1
    assert report.again_in is not None and 1100 < report.again_in <= 1200


@canvas_only
def test_a_school_that_is_down_does_not_hold_up_its_neighbour(
    room: Classroom, neighbour: DemoLms
) -> None:
    other = connected(neighbour)
    for student in room.students[:9]:
        does(room.enters(student), "goal")
    fault = room.lms.faults.add(Fault("scores", Effect.HANG_UP))
    does(other.enters(other.students[0]), "goal")
    assert settle_and_send() == SendReport(sent=1, waiting=9)
    assert other.cell(other.students[0])
    assert room.lms.faults.hits(fault) <= 4


@canvas_only
def test_a_large_school_does_not_hold_up_a_small_one(room: Classroom, neighbour: DemoLms) -> None:
    small = connected(neighbour)
    for student in room.students:
        does(room.enters(student), "goal")
    room.lms.latency["scores"] = 0.3
    for student in small.students[:4]:
        does(small.enters(student), "goal")
    assert settle_and_send() == SendReport(sent=len(room.students) + 4)
    small_was_done = max(one.at for one in neighbour.log if one.kind == "scores")
    still_to_come = [
        one for one in room.lms.log if one.kind == "scores" and one.at > small_was_done
    ]
    assert len(still_to_come) > len(room.students) / 2
