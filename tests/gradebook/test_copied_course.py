"""A copied course brings its column along: it is found again, and no second one is made."""

from lti_tool.gradebook.actions import SendReport
from tests.gradebook.conftest import Classroom, does, settle_and_send


def test_scores_of_a_copy_go_into_the_copied_column(room: Classroom) -> None:
    before = room.students[0]
    does(room.enters(before), "goal")
    assert settle_and_send() == SendReport(sent=1)
    copy = Classroom(room.lms, room.lms.copy_course(room.course))
    student = room.lms.person("kwame.mensah")
    copy.course.enrol(student)
    columns = len(copy.columns)
    does(copy.enters(student), "goal", "step")
    assert settle_and_send() == SendReport(sent=1)
    assert len(copy.columns) == columns
    cell = copy.cell(student)
    assert cell and cell.score == 3.33
    assert copy.cell(before) is None
