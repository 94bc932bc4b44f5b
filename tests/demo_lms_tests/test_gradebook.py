"""AGS 2.0 of both temperaments: columns, scores, results, a teacher's hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.demo_lms import LineItem, Person, Result
from tests.demo_lms.vocabulary import LINE_ITEM_TYPE, LINE_ITEMS_TYPE, RESULTS_TYPE
from tests.demo_lms_tests.tool import Tool


def student(tool: Tool) -> Person:
    return tool.lms.person("ida.holm")


def cell(tool: Tool, item: LineItem) -> Result:
    """What teachers see of the student's cell."""
    lms = tool.lms
    return lms.gradebook(lms.course)[lms.line_item_url(lms.course, item), student(tool).id]


def score(tool: Tool, item: LineItem, second: int = 0, **changes: Any) -> int:
    """Post a score of the student; gives the status."""
    return tool.score(tool.lms.course, item, student(tool), second=second, **changes).status_code


def columns_url(tool: Tool) -> str:
    return tool.lms.temperament.addresses.line_items(tool.lms.course, tool.lms.deployment_id)


def results(tool: Tool, item: LineItem) -> list[dict[str, Any]]:
    """The results of a column as the tool reads them."""
    path, mark, query = tool.lms.line_item_url(tool.lms.course, item).partition("?")
    return list(tool.read(f"{path}/results{mark}{query}", RESULTS_TYPE).json())


def test_a_score_reaches_the_gradebook_rescaled(tool: Tool) -> None:
    item = tool.create_column(tool.lms.course, scoreMaximum=60)
    assert score(tool, item, comment="Well done") == 200

    assert cell(tool, item).score == 30
    assert cell(tool, item).comment == "Well done"
    assert results(tool, item)[0]["resultScore"] == 30


def test_creating_twice_makes_two_columns(tool: Tool) -> None:
    first = tool.create_column(tool.lms.course, resourceId="r", tag="t")
    second = tool.create_column(tool.lms.course, resourceId="r", tag="t")

    listed = tool.read(columns_url(tool), LINE_ITEMS_TYPE, resource_id="r").json()
    assert {one["id"] for one in listed} == {
        tool.lms.line_item_url(tool.lms.course, first),
        tool.lms.line_item_url(tool.lms.course, second),
    }


def test_moodle_forgets_what_a_put_leaves_out_and_canvas_keeps_it(tool: Tool) -> None:
    item = tool.create_column(tool.lms.course, tag="t")
    url = tool.lms.line_item_url(tool.lms.course, item)
    body = {"label": "Renamed", "scoreMaximum": 40}
    tool.send("PUT", url, json=body, headers={"Content-Type": LINE_ITEM_TYPE})

    keeps = tool.lms.temperament.name == "canvas"
    assert (item.label, item.tag) == ("Renamed", "t" if keeps else "")


def test_a_column_that_came_with_its_activity_is_not_canvas_tools_to_delete(tool: Tool) -> None:
    tool.lms.add_graded_link(tool.lms.course, "Essay", 10)
    item = tool.lms.course.line_items[-1]

    answer = tool.send("DELETE", tool.lms.line_item_url(tool.lms.course, item))
    assert answer.status_code == (401 if tool.lms.temperament.name == "canvas" else 204)


def test_a_second_canvas_column_of_one_link_is_out_of_sight(canvas_tool: Tool) -> None:
    lms = canvas_tool.lms
    link = lms.add_graded_link(lms.course, "Essay", 10)
    item = canvas_tool.create_column(lms.course, resourceLinkId=link.id)
    assert score(canvas_tool, item) == 200

    assert lms.gradebook(lms.course) == {}
    assert len(results(canvas_tool, item)) == 1


def test_plain_json_is_no_line_item(tool: Tool) -> None:
    answer = tool.send("POST", columns_url(tool), json={"label": "x", "scoreMaximum": 1})

    assert answer.status_code in (400, 415)


def test_moodle_lists_columns_for_the_exact_type_only(moodle_tool: Tool) -> None:
    assert moodle_tool.read(columns_url(moodle_tool), "*/*").status_code == 400


def test_moodle_pages_columns_with_links_nobody_can_read(moodle_tool: Tool) -> None:
    for _ in range(3):
        moodle_tool.create_column(moodle_tool.lms.course)
    answer = moodle_tool.read(columns_url(moodle_tool), LINE_ITEMS_TYPE, limit=2)

    assert len(answer.json()) == 2
    assert "next" not in answer.links
    assert "rel=“next”" in answer.headers["Link"].encode("latin-1").decode()


def test_moodle_wants_a_whole_second_between_two_scores(moodle_tool: Tool) -> None:
    item = moodle_tool.create_column(moodle_tool.lms.course)

    assert score(moodle_tool, item) == 200
    assert score(moodle_tool, item, timestamp="2026-11-01T10:00:00.900Z") == 409
    assert score(moodle_tool, item, second=1) == 200


def test_canvas_takes_an_equal_time_and_refuses_an_older_one(canvas_tool: Tool) -> None:
    item = canvas_tool.create_column(canvas_tool.lms.course)

    assert score(canvas_tool, item, second=5) == 200
    assert score(canvas_tool, item, second=5) == 200
    assert score(canvas_tool, item, second=4) == 400


def test_a_progress_post_erases_the_grade(tool: Tool) -> None:
    item = tool.create_column(tool.lms.course)
    score(tool, item)
    progress = {"scoreGiven": None, "scoreMaximum": None, "gradingProgress": "Pending"}

    assert score(tool, item, second=1, **progress) == 200
    assert cell(tool, item).score is None


def test_canvas_keeps_the_grade_when_asked_to(canvas_tool: Tool) -> None:
    item = canvas_tool.create_column(canvas_tool.lms.course)
    score(canvas_tool, item)
    extension = {"https://canvas.instructure.com/lti/submission": {"preserve_score": True}}
    progress = {"scoreGiven": None, "gradingProgress": "Pending", **extension}

    assert score(canvas_tool, item, second=1, **progress) == 200
    assert cell(canvas_tool, item).score == 10


def test_a_refused_moodle_score_answers_an_empty_list_and_its_reason(moodle_tool: Tool) -> None:
    item = moodle_tool.create_column(moodle_tool.lms.course)
    answer = moodle_tool.post_score(moodle_tool.lms.course, item, '{"userId":"99999"}')

    assert (answer.status_code, answer.json()) == (400, [])
    assert answer.reason == 'Incorrect score received{"userId":"99999"}'


def test_a_refused_moodle_score_in_pretty_json_looks_like_success(moodle_tool: Tool) -> None:
    item = moodle_tool.create_column(moodle_tool.lms.course)
    text = json.dumps({"userId": "99999"}, indent=2)
    answer = moodle_tool.post_score(moodle_tool.lms.course, item, text)

    assert (answer.status_code, answer.json()) == (200, [])
    assert moodle_tool.lms.gradebook(moodle_tool.lms.course) == {}


@pytest.mark.parametrize("username", ["ruth.adeyemi", "tomas.ferreira", "ada.castellan"])
def test_only_students_get_scores(tool: Tool, username: str) -> None:
    item = tool.create_column(tool.lms.course)
    answer = tool.score(tool.lms.course, item, tool.lms.person(username))

    assert answer.status_code in (400, 422)


def test_moodle_takes_a_score_for_a_suspended_student_and_canvas_does_not(tool: Tool) -> None:
    item = tool.create_column(tool.lms.course)
    answer = tool.score(tool.lms.course, item, tool.lms.person("sven.gone"))

    assert answer.status_code == (422 if tool.lms.temperament.name == "canvas" else 200)


def test_moodle_cuts_at_the_maximum_and_canvas_gives_extra_credit(tool: Tool) -> None:
    item = tool.create_column(tool.lms.course)
    score(tool, item, scoreGiven=25)

    assert cell(tool, item).score == (25 if tool.lms.temperament.name == "canvas" else 20)


def test_a_moodle_comment_goes_with_the_next_score_and_a_canvas_one_stays(tool: Tool) -> None:
    item = tool.create_column(tool.lms.course)
    score(tool, item, comment="First")
    score(tool, item, second=1)

    assert cell(tool, item).comment == ("First" if tool.lms.temperament.name == "canvas" else "")


def test_a_canvas_score_is_a_new_attempt_unless_it_says_otherwise(canvas_tool: Tool) -> None:
    item = canvas_tool.create_column(canvas_tool.lms.course)
    score(canvas_tool, item)
    extension = {"https://canvas.instructure.com/lti/submission": {"new_submission": False}}
    score(canvas_tool, item, second=1, **extension)

    assert cell(canvas_tool, item).attempts == 1


def test_in_moodle_a_teachers_grade_stands(moodle_tool: Tool) -> None:
    lms, item = moodle_tool.lms, moodle_tool.create_column(moodle_tool.lms.course)
    score(moodle_tool, item)
    lms.override(lms.course, item, student(moodle_tool), 3)

    assert score(moodle_tool, item, second=30) == 409
    assert score(moodle_tool, item, timestamp="2099-01-01T00:00:00Z") == 200
    assert cell(moodle_tool, item).score == 3
    assert results(moodle_tool, item)[0]["resultScore"] == 3


def test_a_locked_cell_takes_nothing(tool: Tool) -> None:
    lms, item = tool.lms, tool.create_column(tool.lms.course)
    lms.lock(lms.course, item, student(tool))
    assert score(tool, item) in (422, 500)

    lms.unlock(lms.course, item, student(tool))
    assert score(tool, item) == 200


def test_a_concluded_canvas_course_takes_no_scores(canvas_tool: Tool) -> None:
    item = canvas_tool.create_column(canvas_tool.lms.course)
    canvas_tool.lms.course.is_concluded = True

    assert score(canvas_tool, item) == 422


def test_a_tool_sees_its_own_columns_only(tool: Tool) -> None:
    lms = tool.lms
    other = lms.add_registration("http://127.0.0.1:9")
    theirs = {"client_id": other.client_id, "deployment_id": other.deployments[0]}
    item = lms.add_line_item(lms.course, "Theirs", **theirs)

    assert tool.read(columns_url(tool), LINE_ITEMS_TYPE).json() == []
    answer = tool.read(lms.line_item_url(lms.course, item), LINE_ITEM_TYPE)
    assert answer.status_code in (401, 412)


def test_canvas_tells_what_each_request_cost(canvas_tool: Tool) -> None:
    answer = canvas_tool.read(columns_url(canvas_tool), LINE_ITEMS_TYPE)

    assert float(answer.headers["X-Rate-Limit-Remaining"]) < 600
    assert float(answer.headers["X-Request-Cost"]) > 0
