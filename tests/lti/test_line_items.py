"""Columns: found by tag and resource id on any page, made when there is none, lies not believed."""

import json
from collections.abc import Iterable

import pytest
from werkzeug.wrappers import Request, Response

from lti_tool.errors import PlatformNotNow, PlatformSaysNo, PlatformUnclear
from lti_tool.lti import line_items
from lti_tool.lti.claims import SCOPE_LINE_ITEM, SCOPE_SCORE
from lti_tool.lti.grade_service import GradeService
from lti_tool.lti.line_items import Column, find_or_create_line_item
from lti_tool.lti.manners import manners_of
from lti_tool.lti.services import Service
from lti_tool.settings import shipped
from tests.lti.scripted import Scripted, Shelf, tokens

COLUMN = Column("Taking part", 5.0, tag="our-tag", resource_id="our id")
SCOPES = (SCOPE_LINE_ITEM, SCOPE_SCORE)


def course(told: Scripted, scopes: Iterable[str] = SCOPES) -> GradeService:
    service = Service(told.platform(), tuple(scopes), tokens())
    manners = manners_of("moodle", (shipped("config"),))
    return GradeService(service, manners, f"{told.url}/items?type_id=3")


def item(told: Scripted, number: int, **changes: object) -> dict[str, object]:
    ours = {"tag": COLUMN.tag, "resourceId": COLUMN.resource_id, "label": "Taking part"}
    return {"id": f"{told.url}/items/{number}?type_id=3", **ours, **changes}


def as_json(value: object, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(value), status, headers, content_type=line_items.LIST_MEDIA_TYPE)


def test_the_list_is_asked_by_tag_and_resource_id_beside_what_stands_in_its_query(
    liar: Scripted,
) -> None:
    liar.answer = lambda request: as_json([item(liar, 1)])
    found = find_or_create_line_item(course(liar), COLUMN)
    assert found.url == f"{liar.url}/items/1?type_id=3"
    assert liar.seen == ["/items?type_id=3&tag=our-tag&resource_id=our+id"]


def test_media_types_are_exact(liar: Scripted) -> None:
    seen: list[tuple[str | None, str | None]] = []

    def answer(request: Request) -> Response:
        seen.append((request.headers.get("Accept"), request.headers.get("Content-Type")))
        return as_json([] if request.method == "GET" else item(liar, 2))

    liar.answer = answer
    find_or_create_line_item(course(liar), COLUMN)
    assert seen == [
        ("application/vnd.ims.lis.v2.lineitemcontainer+json", None),
        ("application/vnd.ims.lis.v2.lineitem+json", "application/vnd.ims.lis.v2.lineitem+json"),
    ]


def test_a_column_on_a_later_page_is_found_and_the_link_used_as_given(liar: Scripted) -> None:
    def answer(request: Request) -> Response:
        if "Cursor" in request.args:
            return as_json([item(liar, 9)])
        strangers = [item(liar, n, tag="theirs") for n in range(3)]
        return as_json(strangers, Link=f'<{liar.url}/items?Cursor=aBc>; rel="next"')

    liar.answer = answer
    assert find_or_create_line_item(course(liar), COLUMN).url.startswith(f"{liar.url}/items/9")
    assert liar.seen[-1] == "/items?Cursor=aBc"


def test_what_the_platform_did_not_filter_is_not_taken_for_ours(liar: Scripted) -> None:
    others = [item(liar, 1, tag="x"), item(liar, 2, resourceId="y"), "nonsense", None]
    answers = {"GET": others, "POST": item(liar, 7)}
    liar.answer = lambda request: as_json(answers[request.method])
    assert find_or_create_line_item(course(liar), COLUMN).url.startswith(f"{liar.url}/items/7")


def test_a_list_that_turns_in_a_circle_ends(liar: Scripted) -> None:
    def answer(request: Request) -> Response:
        if request.method == "POST":
            return as_json(item(liar, 7), 201)
        return as_json([], Link=f'<{liar.url}/items?page=2>; rel="next"')

    liar.answer = answer
    find_or_create_line_item(course(liar), COLUMN)
    assert len(liar.seen) == 3


def test_a_next_page_on_another_host_gets_no_token(liar: Scripted) -> None:
    liar.answer = lambda request: as_json([], Link='<https://evil.example/x>; rel="next"')
    with pytest.raises(PlatformUnclear, match="another host"):
        find_or_create_line_item(course(liar), COLUMN)


@pytest.mark.parametrize("answer", [{}, "text", None, 7])
def test_a_list_that_is_none_makes_no_column(liar: Scripted, answer: object) -> None:
    liar.answer = lambda request: as_json(answer)
    with pytest.raises(PlatformUnclear):
        find_or_create_line_item(course(liar), COLUMN)
    assert len(liar.seen) == 1


@pytest.mark.parametrize("url", [None, "", "$LineItem.url", "https://evil.example/1", 7])
def test_a_column_without_an_address_of_the_platform_is_not_believed(
    liar: Scripted, url: object
) -> None:
    liar.answer = lambda request: as_json([item(liar, 1, id=url)])
    with pytest.raises(PlatformUnclear, match="no address"):
        find_or_create_line_item(course(liar), COLUMN)


def test_without_the_right_to_make_columns_nobody_is_asked(liar: Scripted) -> None:
    with pytest.raises(PlatformSaysNo):
        find_or_create_line_item(course(liar, scopes=[SCOPE_SCORE]), COLUMN)
    assert liar.seen == []


def test_a_refused_token_passes_it_is_no_refusal_of_the_column(liar: Scripted) -> None:
    liar.answer = lambda request: Response(status=400)
    refused = Service(liar.platform(), SCOPES, tokens(Shelf()))
    service = GradeService(refused, course(liar).manners, f"{liar.url}/items")
    with pytest.raises(PlatformNotNow):
        find_or_create_line_item(service, COLUMN)
