"""What operators watch: numbers of all processes, without a word about anybody."""

import pytest
from flask.testing import FlaskClient

from tests.demo_lms.faults import Fault
from tests.gradebook.conftest import Classroom, does, settle_and_send

canvas_only = pytest.mark.parametrize("lms", ["canvas"], indirect=True)


def watched(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.mimetype == "text/plain"
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if line[0] != "#"]
    return {name.removeprefix("peer_circles_"): float(value) for name, value in lines}


@canvas_only
def test_what_waits_and_what_was_sent_is_counted(room: Classroom, client: FlaskClient) -> None:
    for student in room.students[:3]:
        does(room.enters(student), "goal")
    assert watched(client)["lines_unsettled"] == 3
    settle_and_send()
    found = watched(client)
    assert found['scores_total{outcome="sent"}'] == 3
    assert found["token_requests_total"] == 1
    assert (found["lines_unsettled"], found["scores_waiting"]) == (0, 0)


@canvas_only
def test_a_platform_that_is_down_is_seen(room: Classroom, client: FlaskClient) -> None:
    does(room.enters(room.students[0]), "goal")
    settle_and_send()
    room.lms.faults.add(Fault("scores", status=503))
    does(room.enters(room.students[0]), "step")
    settle_and_send()
    found = watched(client)
    assert (found["scores_waiting"], found["platforms_resting"]) == (1, 1)
    assert found["oldest_score_seconds"] >= 0
