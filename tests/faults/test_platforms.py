"""A platform that fails in every way we know of, while scores leave."""

import pytest
import time_machine

from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import send_due, settle_due
from lti_tool.gradebook.models import OutboxScore
from tests.demo_lms.faults import Effect, Fault
from tests.faults.conftest import check_grades, injected, send_until_quiet
from tests.gradebook.conftest import Classroom, does, settle_and_send

FAULTS = {
    "500": Fault("scores", status=500, every=2, body="{}"),
    "500 although it was kept": Fault("scores", status=500, every=3, is_processed=True, body="{}"),
    "502 behind an impatient gateway": Fault("scores", status=502, every=3, is_processed=True),
    "503": Fault("scores", status=503, times=9),
    "429": Fault("scores", status=429, every=3),
    "429 with seconds": Fault("scores", status=429, retry_after=120, every=3),
    "429 with nonsense": Fault("scores", status=429, retry_after="a while", every=3),
    "throttled by a sentence": Fault("scores", Effect.THROTTLED_403, every=3),
    "hung up": Fault("scores", Effect.HANG_UP, every=3),
    "the answer is lost": Fault("scores", Effect.LOSE_ANSWER, every=3),
    "200 with a page": Fault("scores", status=200, body="<h1>Back soon</h1>", every=3),
    "200 with an error": Fault("scores", status=200, body='{"errors": "busy"}', every=3),
    "a page although it was kept": Fault("scores", Effect.HTML, every=3),
    "half an answer": Fault("scores", Effect.TRUNCATED, every=3),
    "the token is revoked": Fault("scores", Effect.EXPIRE_TOKENS, after=5, times=1),
    "no token": Fault("token", status=400, times=1),
    "half a token": Fault("token", Effect.TRUNCATED, times=1),
    "a page instead of a token": Fault("token", Effect.HTML, times=1),
    "no token for a while": Fault("token", status=503, times=3),
    "a page instead of columns": Fault("lineitems", Effect.HTML, times=1),
    "half of the columns": Fault("lineitems", Effect.TRUNCATED, times=1),
    "columns at the third try": Fault("lineitems", status=503, times=2),
    "a column is made and the answer lost": Fault(
        "lineitems", Effect.LOSE_ANSWER, after=1, times=1
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_grade_arrives_in_the_end(room: Classroom, fault: Fault) -> None:
    people = room.students[:12]
    members = [room.enters(one) for one in people]
    room.lms.faults.add(fault)
    for member in members:
        does(member, "goal")
    settle_and_send()
    for member in members[::2]:
        does(member, "step")
    send_until_quiet()
    injected(room.lms.faults.hits(fault))
    assert room.lms.faults.hits(fault) > 0
    check_grades(room, people)
    assert len(room.columns) == 1


def test_a_platform_that_is_down_for_an_hour_is_asked_seldom_and_then_served(
    room: Classroom,
) -> None:
    people = room.students[:12]
    for one in people:
        does(room.enters(one), "goal")
    fault = room.lms.faults.add(Fault("scores", status=500, body="<h1>Down</h1>"))
    room.lms.faults.add(Fault("lineitems", status=500))
    began = utcnow()
    with time_machine.travel(began, tick=True) as clock:
        for _ in range(60):
            settle_due()
            send_due()
            clock.shift(60)
        injected(room.lms.faults.hits(fault))
        assert room.lms.faults.hits(fault) < 30
        room.lms.faults.clear()
        while (utcnow() - began).total_seconds() < 4 * 3600 and waiting():
            clock.shift(60)
            send_due()
    check_grades(room, people)


def test_a_clock_that_is_set_back_does_not_hold_scores_up(room: Classroom) -> None:
    people = room.students[:6]
    members = [room.enters(one) for one in people]
    for member in members:
        does(member, "goal")
    settle_and_send()
    with time_machine.travel(utcnow().replace(year=utcnow().year - 1), tick=True):
        for member in members:
            does(member, "step")
        injected(1)
        send_until_quiet()
        check_grades(room, people)


def waiting() -> int:
    db.session.expire_all()
    return db.session.query(OutboxScore).filter_by(state="waiting").count()
