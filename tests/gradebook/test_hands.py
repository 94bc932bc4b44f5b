"""A teacher's hand wins: marks that were changed in the gradebook are left alone."""

from datetime import timedelta

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import SendReport, hand_back, settle_due
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.lti.claims import SCOPE_RESULT_READ
from tests.builders import Browser, make_member
from tests.demo_lms.faults import Effect, Fault
from tests.demo_lms.people import Person
from tests.gradebook.conftest import Classroom, all_due_again, does, settle_and_send
from tests.gradebook.test_columns import columns_are


@pytest.fixture
def student(room: Classroom) -> Person:
    return room.students[0]


@pytest.fixture
def member(room: Classroom, student: Person) -> Membership:
    """Somebody whose first score is in the gradebook."""
    found = room.enters(student)
    does(found, "goal")
    assert settle_and_send() == SendReport(sent=1)
    return found


def typed(room: Classroom, student: Person, score: float | None) -> None:
    """Some time later a teacher types another mark."""
    later()
    room.lms.override(room.course, room.columns[0], student, score)


def later() -> None:
    """What was read and sent before is not believed any more."""
    hour = timedelta(hours=1)
    db.session.query(LineItem).update({"read_at": None})
    db.session.query(OutboxScore).filter(OutboxScore.sent_at.is_not(None)).update(
        {"sent_at": utcnow() - hour}
    )
    all_due_again()


def state(member: Membership) -> str:
    db.session.expire_all()
    return db.session.query(OutboxScore).filter_by(membership_id=member.id).one().state


def test_a_mark_that_a_teacher_typed_is_not_written_over(
    room: Classroom, student: Person, member: Membership
) -> None:
    typed(room, student, 5)
    does(member, "step")
    assert settle_and_send() == SendReport()
    cell = room.cell(student)
    assert cell and cell.score == 5
    assert state(member) == "theirs"


def test_what_is_done_afterwards_is_still_left_alone(
    room: Classroom, student: Person, member: Membership
) -> None:
    typed(room, student, 5)
    for item in ("step", "reflection"):
        does(member, item)
        later()
        settle_and_send()
    cell = room.cell(student)
    assert cell and cell.score == 5
    assert state(member) == "theirs"


def test_an_emptied_mark_stays_empty(room: Classroom, student: Person, member: Membership) -> None:
    typed(room, student, None)
    does(member, "step")
    assert settle_and_send() == SendReport()
    cell = room.cell(student)
    assert cell and cell.score is None


def test_a_mark_that_is_handed_back_is_written_again(
    room: Classroom, student: Person, member: Membership
) -> None:
    typed(room, student, 5)
    does(member, "step")
    settle_and_send()
    hand_back(member.context_id, member.id)
    db.session.commit()
    later()
    assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell
    # Moodle keeps a mark that was overridden until the teacher takes the override away.
    assert cell.score == (5 if room.lms.temperament.name == "moodle" else 3.33)


def test_a_mark_that_is_handed_back_while_there_are_no_points_is_not_written_over(
    room: Classroom, student: Person, member: Membership
) -> None:
    typed(room, student, 5)
    does(member, "step")
    settle_and_send()
    assert state(member) == "theirs"
    columns_are(member.context_id, "one", model="formative")
    settle_due()
    hand_back(member.context_id, member.id)
    db.session.commit()
    later()
    assert settle_and_send() == SendReport()
    cell = room.cell(student)
    assert cell
    assert cell.score == 5


def test_marks_of_others_are_sent_as_ever(
    room: Classroom, student: Person, member: Membership
) -> None:
    typed(room, student, 5)
    other = room.students[1]
    does(room.enters(other), "goal", "step")
    assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(other)
    assert cell and cell.score == 3.33


def test_a_column_of_many_pages_is_read_whole(room: Classroom) -> None:
    for person in room.students:
        does(room.enters(person), "goal")
    settle_and_send()
    last = room.students[-1]
    typed(room, last, 4)
    does(room.enters(last), "step")
    assert settle_and_send() == SendReport()
    cell = room.cell(last)
    assert cell and cell.score == 4


def test_a_column_that_was_rescaled_is_nobodys_hand(
    room: Classroom, student: Person, member: Membership
) -> None:
    later()
    room.columns[0].rescale(100)
    does(member, "step")
    assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell and round(cell.score or 0, 1) == 66.6


def test_a_score_whose_answer_was_lost_is_not_taken_for_a_hand(
    room: Classroom, student: Person, member: Membership
) -> None:
    does(member, "step")
    room.lms.faults.add(Fault("scores", Effect.LOSE_ANSWER, times=1))
    assert settle_and_send() == SendReport(waiting=1)
    later()
    assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell and cell.score == 3.33


def test_a_score_that_arrived_unanswered_and_has_changed_since_is_no_hand_either(
    room: Classroom, student: Person, member: Membership
) -> None:
    does(member, "step")
    room.lms.faults.add(Fault("scores", Effect.LOSE_ANSWER, times=1))
    assert settle_and_send() == SendReport(waiting=1)
    later()
    does(member, "reflection")
    assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell and cell.score == 5


def test_while_the_column_cannot_be_read_nothing_is_written_over(
    room: Classroom, student: Person, member: Membership
) -> None:
    typed(room, student, 5)
    does(member, "step")
    fault = room.lms.faults.add(Fault("results", status=503))
    assert settle_and_send() == SendReport()
    assert room.lms.faults.hits(fault) >= 1
    assert state(member) == "waiting"
    room.lms.faults.clear()
    all_due_again()
    settle_and_send()
    assert state(member) == "theirs"


def test_a_platform_that_shows_no_results_gets_scores_all_the_same(
    room: Classroom, student: Person, member: Membership
) -> None:
    later()
    fault = room.lms.faults.add(Fault("results", status=404))
    does(member, "step")
    assert settle_and_send() == SendReport(sent=1)
    assert room.lms.faults.hits(fault) == 1


def test_where_results_are_not_granted_nobody_asks_for_them(
    room: Classroom, student: Person, member: Membership
) -> None:
    room.context.scopes = [one for one in room.context.scopes if one != SCOPE_RESULT_READ]
    later()
    does(member, "step")
    assert settle_and_send() == SendReport(sent=1)
    assert room.lms.log.count("results") == 0


def test_a_column_is_not_read_again_and_again(
    room: Classroom, student: Person, member: Membership
) -> None:
    later()
    for item in ("step", "reflection"):
        does(member, item)
        settle_and_send()
    asked = room.lms.log.count("results")
    assert asked > 0
    does(member, "reflection", is_done=False)
    settle_and_send()
    assert room.lms.log.count("results") == asked


def test_staff_see_what_was_left_alone_and_hand_it_back(
    room: Classroom, app: Flask, student: Person, member: Membership
) -> None:
    typed(room, student, 4)
    does(member, "step")
    settle_and_send()
    teacher = Browser(app, make_member(room.context, "Ruth", role="Instructor"))
    page = teacher.get("/gradebook/").text
    assert "1 mark was changed by hand" in page
    assert "Changed by hand in the gradebook. We leave it as it is." in page
    assert "4 of 5" in page
    assert Browser(app, member).post("/gradebook/hand-back").status_code == 403
    assert teacher.post("/gradebook/hand-back", {"member": member.id}).status_code == 303
    assert state(member) == "waiting"
