"""A column for each activity: each found or made by itself, and each scored by itself."""

from flask import Flask
from sqlalchemy import select, update

from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import hand_back, send_again, settle_due
from lti_tool.gradebook.credit.actions import choose, start_sending
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.programme.models import Grading
from lti_tool.programme.queries import rules_in
from tests.builders import Browser, make_context, make_member
from tests.demo_lms.gradebook import Result
from tests.demo_lms.people import Person
from tests.gradebook.conftest import Classroom, all_due_again, does, settle_and_send


def columns_are(context_id: int, columns: str, **others: object) -> None:
    """Staff choose how many columns there are; the rest as it is usual."""
    values = {"model": "completion", "free_misses": 0, "full": 20, "minimum": 5, "leaves_out": []}
    seen = db.session.scalar(select(Grading.version).filter_by(context_id=context_id)) or 0
    choose(context_id, {**values, "columns": columns, **others}, points=5, seen=seen)
    db.session.commit()


def marks_of(room: Classroom, person: Person) -> dict[str, Result]:
    """What the LMS's gradebook holds for a student, by the name of the column."""
    cells = {item.label: item.results.get(person.id) for item in room.columns}
    return {label: cell for label, cell in cells.items() if cell is not None}


def test_each_activity_has_its_own_column_with_its_own_points(room: Classroom) -> None:
    member = room.enters(room.students[0])
    columns_are(member.context_id, "each")
    does(member, "goal")
    does(room.enters(room.students[1]), "goal", "reflection")
    settle_and_send()
    assert {one.label for one in room.columns} == {
        "Peer Circles: A goal is set",
        "Peer Circles: Looking back is done",
    }
    assert {one.tag for one in room.columns} == {
        "peer-circles-participation-goal",
        "peer-circles-participation-reflection",
    }
    marks = marks_of(room, room.students[0])
    assert [(one.score, one.maximum) for one in marks.values()] == [(5.0, 5.0)]
    assert len(marks_of(room, room.students[1])) == 2


def test_a_column_in_which_nobody_has_earned_anything_is_not_made(room: Classroom) -> None:
    member = room.enters(room.students[0])
    columns_are(member.context_id, "each")
    settle_and_send()
    assert room.columns == []


def test_a_second_run_finds_its_columns_and_sends_nothing_twice(room: Classroom) -> None:
    member = room.enters(room.students[0])
    columns_are(member.context_id, "each")
    does(member, "goal", "reflection")
    settle_and_send()
    db.session.execute(update(LineItem).values(url=None))
    does(member, "step")
    all_due_again()
    assert settle_and_send().sent == 1
    assert sorted(one.tag.rsplit("-", 1)[1] for one in room.columns) == [
        "goal",
        "reflection",
        "step",
    ]


def test_the_column_of_all_stays_as_it_is_when_each_gets_its_own(room: Classroom) -> None:
    member = room.enters(room.students[0])
    does(member, "goal")
    settle_and_send()
    whole = room.columns[0].results[room.students[0].id]
    columns_are(member.context_id, "each")
    does(member, "reflection")
    settle_and_send()
    assert len(room.columns) == 3
    assert room.columns[0].results[room.students[0].id] == whole


def test_what_waited_for_the_column_of_all_leaves_once_that_is_used_again(room: Classroom) -> None:
    member = room.enters(room.students[0])
    does(member, "goal")
    settle_due()
    columns_are(member.context_id, "each")
    settle_due()
    columns_are(member.context_id, "one")
    settle_and_send()
    assert [one.tag for one in room.columns] == ["peer-circles-participation"]
    assert marks_of(room, room.students[0])


def test_what_waited_while_no_points_were_given_leaves_once_they_are(room: Classroom) -> None:
    member = room.enters(room.students[0])
    does(member, "goal")
    settle_due()
    columns_are(member.context_id, "one", model="formative")
    settle_due()
    columns_are(member.context_id, "one")
    assert settle_and_send().sent == 1


def test_a_hand_in_one_column_leaves_the_others_ours(room: Classroom) -> None:
    student = room.students[0]
    member = room.enters(student)
    columns_are(member.context_id, "each")
    does(member, "goal", "reflection")
    settle_and_send()
    goal = next(one for one in room.columns if one.tag.endswith("goal"))
    goal.results[student.id].score = 1.0
    db.session.execute(update(LineItem).values(read_at=None))
    long_ago = utcnow().replace(year=2020)
    db.session.execute(update(OutboxScore).values(sent_at=long_ago))
    columns_are(member.context_id, "each", model="pass")
    all_due_again()
    settle_and_send()
    states = dict(
        db.session.execute(
            select(LineItem.tag, OutboxScore.state).join(OutboxScore.line_item)
        ).all()
    )
    assert states["peer-circles-participation-goal"] == "theirs"
    assert states["peer-circles-participation-reflection"] == "sent"
    hand_back(member.context_id, member.id, item="goal")
    db.session.commit()
    settle_and_send()
    assert goal.results[student.id].score == 5.0


def test_a_column_that_was_deleted_is_made_again_alone(room: Classroom) -> None:
    member = room.enters(room.students[0])
    columns_are(member.context_id, "each")
    does(member, "goal", "reflection")
    settle_and_send()
    room.course.line_items[:] = [one for one in room.columns if not one.tag.endswith("goal")]
    columns_are(member.context_id, "each", model="pass", minimum=1)
    settle_and_send()
    send_again(member.context_id)
    db.session.commit()
    all_due_again()
    settle_and_send()
    assert sorted(one.tag.rsplit("-", 1)[1] for one in room.columns) == ["goal", "reflection"]


def test_student_and_teacher_read_each_column_with_its_points(app: Flask) -> None:
    course = make_context()
    member = make_member(course, "Ann")
    columns_are(course.id, "each")
    start_sending(course.id)
    does(member, "goal")
    settle_due()
    mine = Browser(app, member).get("/credit").text
    theirs = Browser(app, make_member(course, "Ruth", role="Instructor")).get(
        f"/credit/{member.id}"
    )
    for page in (mine, theirs.text):
        assert 'A goal is set</th><td class="r nowrap">5 of 5' in page
        assert "in a column of its own" in page


def test_staff_choose_columns_on_the_page_of_the_rule(app: Flask) -> None:
    course = make_context()
    teacher = Browser(app, make_member(course, "Ruth", role="Instructor"))
    assert "One for each activity" in teacher.get("/credit/rule").text
    chosen = {"model": "completion", "points": "4", "free_misses": "0", "full": "20"}
    chosen |= {"minimum": "5", "looks_back": "0", "lessons": "0", "-version": "0"}
    answer = teacher.post("/credit/rule", {**chosen, "counts": "goal", "columns": "each"})
    assert answer.status_code == 303
    rules = rules_in([course.id])[course.id]
    assert (rules.is_apart, rules.maximum) == (True, 4)
