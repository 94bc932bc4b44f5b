"""What the gradebook refuses, and what staff can do about it."""

import pytest

from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import SendReport, send_again, send_due
from lti_tool.gradebook.models import OutboxScore
from tests.demo_lms.faults import Effect, Fault
from tests.gradebook.conftest import Classroom, all_due_again, does, settle_and_send

moodle_only = pytest.mark.parametrize("lms", ["moodle"], indirect=True)
canvas_only = pytest.mark.parametrize("lms", ["canvas"], indirect=True)


def refused() -> tuple[str, str | None]:
    db.session.expire_all()
    row = db.session.query(OutboxScore).one()
    return row.state, row.last_refusal


def test_who_was_removed_from_the_course_is_refused_for_good(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal")
    room.course.drop(student)
    assert settle_and_send() == SendReport(failed=1)
    assert refused() == ("failed", "not-taking-part")
    all_due_again()
    assert send_due() == SendReport()


def test_one_refused_student_does_not_hold_up_the_others(room: Classroom) -> None:
    for student in room.students[:6]:
        does(room.enters(student), "goal")
    room.course.drop(room.students[0])
    assert settle_and_send() == SendReport(sent=5, failed=1)


@moodle_only
def test_an_empty_list_under_status_200_is_a_refusal(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    room.lms.faults.add(Fault("scores", status=200, body="[]", times=1))
    assert settle_and_send() == SendReport(failed=1)
    assert refused() == ("failed", "refused")


@moodle_only
def test_a_locked_mark_is_left_alone_until_staff_send_again(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    does(member, "goal")
    settle_and_send()
    room.lms.lock(room.course, room.columns[0], student)
    does(member, "step")
    assert settle_and_send() == SendReport(failed=1)
    assert refused() == ("failed", "locked")
    room.lms.unlock(room.course, room.columns[0], student)
    send_again(member.context_id)
    db.session.commit()
    assert send_due() == SendReport(sent=1)


@moodle_only
def test_a_score_of_the_same_second_moves_its_time_on(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    does(member, "goal")
    settle_and_send()
    cell = room.cell(student)
    assert cell is not None
    cell.timestamp = utcnow()
    does(member, "step")
    assert settle_and_send() == SendReport(sent=1)
    assert cell.score == 3.33


@moodle_only
def test_a_mark_from_the_far_future_is_told_to_staff(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    does(member, "goal")
    settle_and_send()
    cell = room.cell(student)
    assert cell is not None
    cell.timestamp = utcnow().replace(year=2090)
    does(member, "step")
    assert settle_and_send() == SendReport(failed=1)
    assert refused() == ("failed", "newer-mark")


def test_we_keep_the_time_under_which_the_platform_holds_a_score(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal")
    room.lms.faults.add(Fault("scores", Effect.LOSE_ANSWER, times=1))
    settle_and_send()
    all_due_again()
    send_due()
    cell, row = room.cell(student), db.session.query(OutboxScore).one()
    assert cell and cell.timestamp == row.decided_at


def test_a_deleted_column_is_made_again_when_staff_send_again(room: Classroom) -> None:
    member = room.enters(room.students[0])
    does(member, "goal")
    settle_and_send()
    room.columns.clear()
    does(member, "step")
    assert settle_and_send() == SendReport(failed=1)
    assert refused() == ("failed", "no-column")
    send_again(member.context_id)
    db.session.commit()
    assert send_due() == SendReport(sent=1)
    assert len(room.columns) == 1


def test_a_course_that_may_not_have_a_column_of_ours_fails_in_words(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    room.context.scopes = ["https://purl.imsglobal.org/spec/lti-ags/scope/score"]
    db.session.commit()
    assert settle_and_send() == SendReport()
    assert refused() == ("failed", "not-allowed")


def test_the_column_of_a_graded_link_is_used(room: Classroom) -> None:
    link = room.lms.add_graded_link(room.course, "Peer Circles", 20)
    room.course.resource_links.remove(link)
    room.course.resource_links.insert(0, link)
    student = room.students[0]
    does(room.enters(student), "goal", "step", "reflection")
    assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(student)
    assert len(room.columns) == 1
    assert cell and cell.score == 20


@canvas_only
def test_a_comment_that_may_have_arrived_is_not_said_twice(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal")
    room.lms.faults.add(Fault("scores", status=502, is_processed=True, times=1))
    settle_and_send()
    all_due_again()
    assert send_due() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell and cell.comments == ["1 of 3 items done"]


@canvas_only
def test_a_comment_that_surely_did_not_arrive_is_said_with_the_next_try(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal")
    room.lms.faults.add(Fault("scores", status=429, times=1))
    settle_and_send()
    all_due_again()
    send_due()
    cell = room.cell(student)
    assert cell and cell.comments == ["1 of 3 items done"]


def test_a_score_that_changes_after_a_refusal_is_tried_again(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    does(member, "goal")
    room.course.drop(student)
    settle_and_send()
    room.course.enrol(student)
    does(member, "step")
    assert settle_and_send() == SendReport(sent=1)
