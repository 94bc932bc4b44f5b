"""Sections and groups: what launches say of them, and the Course Groups Service."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Request, Response

from lti_tool.errors import PlatformTrouble
from lti_tool.lti import claims
from lti_tool.lti.course_groups import (
    MEDIA_TYPE,
    MOST,
    Belonging,
    CourseGroup,
    GroupsService,
    belonging,
    groups_service,
    read_groups,
)
from tests.lti.scripted import Scripted, service

OFFERED = {
    "context_groups_url": "https://lms.example/groups",
    "context_group_sets_url": "https://lms.example/sets",
    "scope": [claims.SCOPE_GROUPS],
    "service_versions": ["1.0"],
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def told(**custom: Any) -> Belonging:
    return belonging({claims.CUSTOM: custom})


def page(key: str, *entries: Any, link: str = "", media_type: str = MEDIA_TYPE) -> Response:
    headers = {"Link": link} if link else {}
    return Response(json.dumps({key: entries}), headers=headers, content_type=media_type)


def read(liar: Scripted, sets: str | None = "/sets") -> tuple[CourseGroup, ...]:
    offered = GroupsService(f"{liar.url}/groups", f"{liar.url}{sets}" if sets else None)
    return read_groups(service(liar.platform()), offered)


def test_ids_of_sections_are_read_with_blanks_and_twice() -> None:
    assert told(pc_sections=" 12, 7 ,12,").sections == (CourseGroup("12"), CourseGroup("7"))


def test_a_single_section_has_the_single_name() -> None:
    said = told(pc_sections="12", pc_section_names='["Monday, 10–12"]')
    assert said.sections == (CourseGroup("12", "Monday, 10–12"),)


@pytest.mark.parametrize(
    ("ids", "names"),
    [("12,7", '["Monday", "Friday"]'), ("12", '["Monday", "Friday"]'), ("12", "Monday")],
)
def test_a_name_is_never_guessed(ids: str, names: str) -> None:
    found = told(pc_sections=ids, pc_section_names=names).sections
    assert found
    assert {one.name for one in found} == {""}


@pytest.mark.parametrize("name", ["pc_user_groups", "pc_group_contexts", "pc_own_groups"])
def test_each_platform_has_its_own_word_for_groups(name: str) -> None:
    assert told(**{name: "1,4"}).groups == (CourseGroup("1"), CourseGroup("4"))


def test_an_empty_list_says_that_somebody_is_in_none() -> None:
    assert told(pc_user_groups="").groups == ()


@pytest.mark.parametrize("value", ["$Moodle.Person.userGroupIds", None, True, ["1"], {"id": 1}])
def test_what_the_platform_does_not_say_is_not_taken_for_none(value: Any) -> None:
    assert told(pc_user_groups=value).groups is None
    assert told().groups is None


def test_a_number_is_an_id_too() -> None:
    assert told(pc_sections=12).sections == (CourseGroup("12"),)


def test_nobody_is_in_more_groups_than_a_course_can_have() -> None:
    found = told(pc_user_groups=",".join(map(str, range(5000)))).groups
    assert found is not None
    assert len(found) == MOST


@given(st.dictionaries(st.sampled_from(["pc_sections", "pc_section_names"]), ANYTHING))
def test_no_custom_parameter_breaks_a_launch(custom: dict[str, Any]) -> None:
    found = told(**custom).sections or ()
    assert all(one.group_id and "\x00" not in one.group_id for one in found)


def test_the_service_is_taken_where_it_may_be_read() -> None:
    found = groups_service({claims.GROUPS: OFFERED})
    assert found == GroupsService("https://lms.example/groups", "https://lms.example/sets")


@pytest.mark.parametrize(
    "change",
    [
        {"context_groups_url": "$Groups.url"},
        {"scope": []},
        {"service_versions": ["2.0"]},
        {"service_versions": None},
    ],
)
def test_a_service_that_cannot_be_read_is_none(change: dict[str, Any]) -> None:
    assert groups_service({claims.GROUPS: {**OFFERED, **change}}) is None
    assert groups_service({}) is None


def test_groups_are_read_over_all_pages_with_the_names_of_their_sets(liar: Scripted) -> None:
    def answer(request: Request) -> Response:
        if request.path == "/sets":
            return page("sets", {"id": 3, "name": "Seminar"}, "nonsense", {"name": "no id"})
        if request.args.get("page") == "Two":
            return page("groups", {"id": "b", "name": "Blue"})
        link = f'<{liar.url}/groups?page=Two>; rel="next"'
        return page("groups", {"id": 1, "name": "Red", "set_id": "3"}, {"name": "?"}, link=link)

    liar.answer = answer
    assert read(liar) == (CourseGroup("1", "Red", "3", "Seminar"), CourseGroup("b", "Blue"))


def test_sets_are_asked_for_only_where_there_are_any(liar: Scripted) -> None:
    liar.answer = lambda request: page("groups", {"id": "1", "name": "Red", "set_id": "3"})
    assert read(liar, sets=None) == (CourseGroup("1", "Red", "3"),)
    assert liar.seen == ["/groups"]


@pytest.mark.parametrize(
    "answer",
    [
        Response("<html>", content_type="text/html"),
        Response("{}", content_type=MEDIA_TYPE),
        Response('{"groups": 7}', content_type=MEDIA_TYPE),
        page("groups", media_type="application/json"),
        page("groups", link='<https://other.example/groups>; rel="next"'),
        page("groups", link='</groups>; rel="next"'),
        Response(status=403),
        Response(status=500),
    ],
)
def test_a_list_that_cannot_be_read_to_its_end_raises(liar: Scripted, answer: Response) -> None:
    liar.answer = lambda request: answer
    with pytest.raises(PlatformTrouble):
        read(liar, sets=None)
