"""NRPS 2.0 of both temperaments."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.demo_lms import Role
from tests.demo_lms.vocabulary import MEMBERSHIP, ROSTER_TYPE
from tests.demo_lms_tests.tool import Tool


def address(tool: Tool) -> str:
    lms = tool.lms
    return lms.temperament.addresses.memberships(lms.course, lms.deployment_id)


def read_all(tool: Tool, **params: Any) -> list[dict[str, Any]]:
    """Follow the next links to the end."""
    answer = tool.read(address(tool), ROSTER_TYPE, **params)
    members = list(answer.json()["members"])
    while "next" in answer.links:
        answer = tool.read(answer.links["next"]["url"], ROSTER_TYPE)
        members += answer.json()["members"]
    return members


def test_the_roster_lists_each_active_person_once(tool: Tool) -> None:
    ids = [member["user_id"] for member in read_all(tool)]

    assert sorted(ids) == sorted(person.id for person, _ in tool.lms.course.active())
    assert tool.lms.person("sven.gone").id not in ids
    assert tool.lms.person("ada.castellan").id not in ids


def test_pages_put_together_are_the_whole_roster(tool: Tool) -> None:
    assert read_all(tool, limit=7) == read_all(tool)


def test_canvas_gives_fifty_a_page_and_no_more(canvas_tool: Tool) -> None:
    canvas_tool.lms.add_students(canvas_tool.lms.course, 30)
    first = canvas_tool.read(address(canvas_tool), ROSTER_TYPE, limit=500)

    assert len(first.json()["members"]) == 50
    assert len(read_all(canvas_tool)) == 74


def test_a_lower_cased_canvas_link_leads_nowhere(canvas_tool: Tool) -> None:
    first = canvas_tool.read(address(canvas_tool), ROSTER_TYPE, limit=10)
    spoilt = canvas_tool.read(first.links["next"]["url"].lower(), ROSTER_TYPE)

    assert spoilt.status_code == 200
    assert spoilt.json()["members"] == []


def test_canvas_filters_by_full_roles_and_lists_nobody_for_short_ones(canvas_tool: Tool) -> None:
    teaching = read_all(canvas_tool, role=f"{MEMBERSHIP}Instructor")

    assert len(teaching) == 2
    assert read_all(canvas_tool, role="Learner") == []


def test_moodle_lists_an_assistant_as_a_learner_and_escapes_names(moodle_tool: Tool) -> None:
    members = {member["user_id"]: member for member in read_all(moodle_tool)}
    lms = moodle_tool.lms

    assert members[lms.person("tomas.ferreira").id]["roles"] == ["Learner"]
    assert members[lms.person("tables.smith").id]["name"] == "Tables Smith &amp; Sons"


def test_a_moodle_next_link_forgets_the_role(moodle_tool: Tool) -> None:
    first = moodle_tool.read(address(moodle_tool), ROSTER_TYPE, role="Instructor", limit=1)
    learners = moodle_tool.read(address(moodle_tool), ROSTER_TYPE, role="Learner", limit=5)

    assert "next" not in first.links
    assert "role" not in learners.links["next"]["url"]


@pytest.mark.parametrize("accepts", ["application/json", "text/html"])
def test_another_media_type_is_refused(tool: Tool, accepts: str) -> None:
    assert tool.read(address(tool), accepts).status_code in (400, 406)


def test_moodle_says_in_the_status_line_why(moodle_tool: Tool) -> None:
    answer = moodle_tool.read(address(moodle_tool), "application/json")

    assert answer.reason.startswith("No handler found for /CourseSection/2/bindings/1/memberships")


def test_without_a_token_there_is_no_roster(tool: Tool) -> None:
    answer = requests.get(address(tool), headers={"Accept": ROSTER_TYPE}, timeout=10)

    assert answer.status_code == 401


def test_a_link_of_the_course_adds_a_message_to_each_member(tool: Tool) -> None:
    link = tool.lms.add_graded_link(tool.lms.course, "Essay", 10)

    assert all("message" in member for member in read_all(tool, rlid=link.id))
    assert tool.read(address(tool), ROSTER_TYPE, rlid="nope").status_code in (400, 404)


def test_who_drops_the_course_is_missing_the_next_time(tool: Tool) -> None:
    student = tool.lms.course.people(Role.STUDENT)[5]
    tool.lms.course.drop(student)

    assert student.id not in [member["user_id"] for member in read_all(tool)]
