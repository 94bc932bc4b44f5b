"""From the ledger into the gradebook of the demo LMS, over real HTTP, in both temperaments."""

from lti_tool.courses.queries import membership_in
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import SendReport, send_due, settle_due
from lti_tool.gradebook.models import OutboxScore
from tests.demo_lms.faults import Effect, Fault
from tests.gradebook.conftest import Classroom, all_due_again, does, settle_and_send


def test_what_a_student_does_arrives_as_a_score_with_counts_only(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal", "step")
    assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell and (cell.score, cell.comment) == (3.33, "2 of 3 items done")
    assert (cell.activity_progress, cell.grading_progress) == ("InProgress", "FullyGraded")


def test_all_items_make_it_complete(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal", "step", "reflection")
    settle_and_send()
    cell = room.cell(student)
    assert cell and (cell.score, cell.activity_progress) == (5.0, "Completed")


def test_a_second_run_has_nothing_to_do(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    settle_and_send()
    before = len(room.lms.log)
    assert (settle_due(), send_due(), len(room.lms.log)) == (0, SendReport(), before)


def test_a_score_that_did_not_change_is_not_sent(room: Classroom) -> None:
    member = room.enters(room.students[0])
    does(member, "goal")
    settle_and_send()
    does(member, "goal")
    assert settle_and_send() == SendReport()
    does(member, "step")
    settle_due()
    does(member, "step", is_done=False)
    assert settle_and_send() == SendReport()


def test_scores_of_one_student_rise_in_time_and_never_make_new_attempts(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    for item in ("goal", "step", "reflection"):
        does(member, item)
        assert settle_and_send() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell and (cell.score, cell.attempts) == (5.0, 0)


def test_a_comment_is_said_once_and_stays(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    does(member, "goal")
    settle_and_send()
    does(member, "step")
    settle_and_send()
    cell = room.cell(student)
    assert cell and cell.comments[-1] == "2 of 3 items done"
    assert len(cell.comments) == len(set(cell.comments))


def test_an_item_taken_back_lowers_the_score(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    does(member, "goal", "step")
    settle_and_send()
    does(member, "step", is_done=False)
    settle_and_send()
    cell = room.cell(student)
    assert cell and cell.score == 1.67


def test_nobody_is_sent_a_zero_before_they_have_done_anything(room: Classroom) -> None:
    member = room.enters(room.students[0])
    does(member, "step")
    does(member, "step", is_done=False)
    assert settle_and_send() == SendReport()
    assert room.cell(room.students[0]) is None


def test_one_column_serves_the_whole_course(room: Classroom) -> None:
    for student in room.students[:6]:
        does(room.enters(student), "goal")
    assert settle_and_send() == SendReport(sent=6)
    assert [(one.tag, one.resource_id) for one in room.columns] == [
        ("peer-circles-participation", "participation")
    ]
    assert room.lms.log.count("token") == 1


def test_the_column_that_is_there_already_is_used(room: Classroom) -> None:
    room.lms.add_line_item(
        room.course, "Renamed", tag="peer-circles-participation", resource_id="participation"
    )
    does(room.enters(room.students[0]), "goal")
    assert settle_and_send() == SendReport(sent=1)
    assert [one.label for one in room.columns] == ["Renamed"]


def test_staff_get_no_score(room: Classroom) -> None:
    teacher = room.course.people(next(iter(room.course.roles(room.lms.person("ruth.adeyemi")))))[0]
    does(room.enters(teacher), "goal")
    assert settle_and_send() == SendReport()
    assert room.columns == []


def test_a_course_without_a_gradebook_service_waits_without_asking(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal")
    room.context.scopes = []
    db.session.commit()
    before = len(room.lms.log)
    assert settle_and_send() == SendReport()
    assert len(room.lms.log) == before
    room.enters(student)
    assert send_due() == SendReport(sent=1)


def test_who_left_waits_until_they_are_back(room: Classroom) -> None:
    member = room.enters(room.students[0])
    does(member, "goal")
    membership_in(member.context_id, member.id).left_at = utcnow()
    db.session.commit()
    assert settle_and_send() == SendReport()
    membership_in(member.context_id, member.id).left_at = None
    db.session.commit()
    assert send_due() == SendReport(sent=1)


def test_a_lost_answer_is_made_good_without_doubling(room: Classroom) -> None:
    student = room.students[0]
    does(room.enters(student), "goal")
    room.lms.faults.add(Fault("scores", Effect.LOSE_ANSWER, times=1))
    assert settle_and_send() == SendReport(waiting=1)
    all_due_again()
    assert send_due() == SendReport(sent=1)
    cell = room.cell(student)
    assert cell and (cell.score, cell.comments) == (1.67, ["1 of 3 items done"])


def test_a_column_whose_answer_was_lost_is_found_again(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    fault = Fault("lineitems", Effect.LOSE_ANSWER, after=1, times=1)
    room.lms.faults.add(fault)
    settle_and_send()
    assert room.lms.faults.hits(fault) == 1
    all_due_again()
    assert send_due() == SendReport(sent=1)
    assert len(room.columns) == 1


def test_a_throttled_score_waits_as_long_as_it_is_told_to(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    room.lms.faults.add(Fault("scores", status=429, retry_after=1200, times=1))
    assert settle_and_send() == SendReport(waiting=1)
    row = db.session.query(OutboxScore).one()
    assert 1100 < (row.next_try_at - utcnow()).total_seconds() <= 1200
    all_due_again()
    assert send_due() == SendReport(sent=1)


def test_the_older_way_of_throttling_passes_too(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    room.lms.faults.add(Fault("scores", Effect.THROTTLED_403, times=1))
    assert settle_and_send() == SendReport(waiting=1)
    all_due_again()
    assert send_due() == SendReport(sent=1)


def test_a_platform_in_pieces_is_left_alone_and_nothing_is_lost(room: Classroom) -> None:
    for student in room.students[:9]:
        does(room.enters(student), "goal")
    fault = room.lms.faults.add(Fault("scores", status=503))
    report = settle_and_send()
    assert report == SendReport(waiting=9)
    assert room.lms.faults.hits(fault) <= 4
    room.lms.faults.clear()
    all_due_again()
    assert send_due() == SendReport(sent=9)


def test_every_twentieth_bad_answer_loses_nothing(room: Classroom) -> None:
    for student in room.students:
        does(room.enters(student), "goal")
    room.lms.faults.add(Fault("scores", status=503, every=20))
    settle_and_send()
    room.lms.faults.clear()
    all_due_again()
    send_due()
    assert {room.cell(one).score for one in room.students} == {1.67}


def test_a_page_instead_of_an_answer_changes_nothing(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    room.lms.faults.add(Fault("lineitems", Effect.HTML, times=1))
    assert settle_and_send() == SendReport()
    all_due_again()
    assert send_due() == SendReport(sent=1)


def test_a_token_that_ran_out_is_renewed_in_the_middle(room: Classroom) -> None:
    for student in room.students[:3]:
        does(room.enters(student), "goal")
    room.lms.faults.add(Fault("scores", Effect.EXPIRE_TOKENS, after=1, times=1))
    assert settle_and_send() == SendReport(sent=3)


def test_a_token_that_is_refused_makes_scores_wait_not_fail(room: Classroom) -> None:
    does(room.enters(room.students[0]), "goal")
    room.lms.faults.add(Fault("token", status=400, times=1))
    assert settle_and_send() == SendReport()
    assert db.session.query(OutboxScore).one().state == "waiting"
    all_due_again()
    assert send_due() == SendReport(sent=1)
