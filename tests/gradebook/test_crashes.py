"""Workers that are killed, and workers that run side by side: real processes, real signals."""

import pytest
from flask import Flask

from lti_tool.db import db
from lti_tool.settings import Settings
from tests.gradebook import process
from tests.gradebook.conftest import Classroom, all_due_again, does, settle_and_send

POINTS = {
    "before it is settled": "actions.settle_some",
    "in the middle of settling": "settling._decide",
    "before it is sent": "lanes.due_lanes",
    "before the column is made": "columns._wanted",
    "after the column was made": "columns._know",
    "while the score is taken": "outbox._packed",
    "while it is sent": "courier.send_score",
    "after it was sent": "outbox.record",
}
DOUBTFUL = ([], "courier.send_score")
"""A comment that may have arrived is not said twice where comments pile up."""


@pytest.mark.parametrize("lms", ["canvas"], indirect=True)
@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_a_worker_killed_anywhere_loses_nothing_and_doubles_nothing(
    room: Classroom, settings: Settings, point: str
) -> None:
    student = room.students[0]
    member_id = room.enters(student).id
    db.session.remove()
    victim = process.start(settings, "die", point, str(member_id))
    victim.kill()
    victim.communicate()
    work_until_it_arrives(room)
    cell = room.cell(student)
    assert cell and cell.score == 1.67
    assert cell.comments == ["1 of 3 items done"] or (cell.comments, point) == DOUBTFUL
    assert len(room.columns) == 1


@pytest.mark.parametrize("lms", ["moodle"], indirect=True)
def test_workers_side_by_side_send_each_score_once(
    room: Classroom, settings: Settings, app: Flask
) -> None:
    for student in room.students:
        does(room.enters(student), "goal")
    db.session.remove()
    workers = [process.start(settings, "work") for _ in range(3)]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    sent = [int(worker.communicate()[0]) for worker in workers]
    assert sum(sent) == len(room.students)
    assert {cell.score for one in room.students if (cell := room.cell(one))} == {1.67}
    assert room.lms.log.count("scores") == len(room.students)
    assert len(room.columns) == 1


def work_until_it_arrives(room: Classroom) -> None:
    """What a dead worker held is free as soon as the database has noticed its death."""
    for _ in range(1000):
        all_due_again()
        if settle_and_send().sent:
            return
    pytest.fail("the score never arrived")
