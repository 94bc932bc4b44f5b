"""Reading a course list: whole or not at all, whatever the platform says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.wrappers import Request, Response

from lti_tool.db import db
from lti_tool.errors import PlatformBusy, PlatformSaysNo, PlatformTrouble, PlatformUnclear
from lti_tool.lti.memberships import MEDIA_TYPE, SCOPES, Member, Roster, read_members
from lti_tool.platforms.models import Registration
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import service as service_of
from tests.demo_lms.lms import DemoLms
from tests.lti.scripted import Scripted, service

LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
TA = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"


def page(*members: Any, link: str = "", **kwargs: Any) -> Response:
    body = json.dumps({"id": "x", "context": {"id": "c"}, "members": list(members)})
    headers = {"Link": link} if link else {}
    return Response(body, headers=headers, content_type=f"{MEDIA_TYPE}; charset=utf-8", **kwargs)


def person(user_id: Any = "u1", **changes: Any) -> dict[str, Any]:
    return {"user_id": user_id, "roles": [LEARNER], "name": "Zoë", "status": "Active", **changes}


def read(liar: Scripted, path: str = "/members", **platform: str) -> Roster:
    return read_members(service(liar.platform(**platform)), f"{liar.url}{path}")


def only(liar: Scripted, claim: dict[str, Any], **platform: str) -> Member:
    liar.answer = lambda request: page(claim)
    (member,) = read(liar, **platform).members
    return member


def demo_roster(lms: DemoLms, registration: Registration) -> Roster:
    url = lms.temperament.addresses.memberships(lms.courses[0], lms.deployment_id)
    platform = platform_of(registration)
    return read_members(service_of(platform, SCOPES), url)


@pytest.mark.usefixtures("app", "tool")
def test_everybody_in_the_course_is_found_over_all_pages(
    lms: DemoLms, registration: Registration
) -> None:
    lms.page_size = 7
    roster = demo_roster(lms, registration)
    active = {one.id: one.name for one, _ in lms.courses[0].active()}
    assert roster.is_complete
    assert {one.subject for one in roster.members} == set(active)


@pytest.mark.usefixtures("app", "tool")
def test_names_arrive_as_people_write_them(lms: DemoLms, registration: Registration) -> None:
    registration.product_family = lms.temperament.name
    db.session.commit()
    names = {one.name for one in demo_roster(lms, registration).members}
    assert {"Tables Smith & Sons", "小龍 李", "Siobhan O'Connor"} <= names


@pytest.mark.usefixtures("tool")
def test_a_token_revoked_between_pages_is_renewed(
    app: Flask, lms: DemoLms, registration: Registration
) -> None:
    demo_roster(lms, registration)
    lms.tokens.revoke_all()
    assert demo_roster(lms, registration).is_complete
    assert lms.log.count("token") == 2


def test_the_next_page_is_asked_for_exactly_as_given(liar: Scripted) -> None:
    links = {
        "/members": '</other>; rel="prev", <{url}/p2?B=AbC%2Fd;e,f&b=>; title="a, b"; rel=next',
        "/p2": '<{url}/p3?bookmark=QWxs>; rel="last NEXT"; x',
        "/p3": '<{url}/p1>; rel="first"',
    }
    liar.answer = lambda request: page(
        person(request.path), link=links[request.path].format(url=liar.url)
    )
    assert len(read(liar).members) == 3
    assert liar.seen == ["/members", "/p2?B=AbC%2Fd;e,f&b=", "/p3?bookmark=QWxs"]


def test_neither_limit_nor_role_is_asked_for(liar: Scripted) -> None:
    liar.answer = lambda request: page(person())
    read(liar, "/members?course=7")
    assert liar.seen == ["/members?course=7"]


def test_a_person_on_two_pages_is_one_member_with_both_roles(liar: Scripted) -> None:
    liar.answer = lambda request: (
        page(person(roles=[TA]))
        if request.args
        else page(person(), link=f'<{liar.url}/members?p=2>; rel="next"')
    )
    (member,) = read(liar).members
    assert member.roles.names == ("Instructor", "Learner", "TeachingAssistant")
    assert member.roles.is_staff


def test_entities_are_unescaped_for_moodle_alone(liar: Scripted) -> None:
    claim = person(name="Tables &amp; Co", given_name="Tables")
    assert only(liar, claim, product_family="moodle").name == "Tables & Co"
    assert only(liar, claim, product_family="canvas").name == "Tables &amp; Co"


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        ({"user_id": "u1"}, ""),
        (person(name=None), ""),
        (person(name="$Person.name.full", given_name="Ida", family_name="Holm"), "Ida Holm"),
        (person(name=["Zoë"]), ""),
        (person(name="x" * 5000), "x" * 1000),
    ],
)
def test_names_may_be_missing(liar: Scripted, claim: dict[str, Any], name: str) -> None:
    assert only(liar, claim).name == name


@pytest.mark.parametrize(
    ("status", "is_active"),
    [
        ("Active", True),
        (None, True),
        ("", True),
        ("Inactive", False),
        ("Deleted", False),
        ("http://purl.imsglobal.org/vocab/lis/v2/status#Inactive", False),
    ],
)
def test_the_suspended_are_not_active(liar: Scripted, status: str, is_active: bool) -> None:
    assert only(liar, person(status=status)).is_active is is_active


def test_a_number_for_a_user_id_is_read_as_text(liar: Scripted) -> None:
    assert only(liar, person(7)).subject == "7"


@pytest.mark.parametrize("broken", [None, "u1", {}, person(None), person(""), person("x" * 300)])
def test_an_entry_that_names_nobody_makes_the_list_incomplete(
    liar: Scripted, broken: object
) -> None:
    liar.answer = lambda request: page(person(), broken)
    roster = read(liar)
    assert [one.subject for one in roster.members] == ["u1"]
    assert not roster.is_complete


WRONG: dict[str, tuple[type[PlatformTrouble], Callable[[], Response]]] = {
    "a page of HTML": (PlatformUnclear, lambda: Response("<html>", content_type="text/html")),
    "another media type": (
        PlatformUnclear,
        lambda: Response('{"members": []}', content_type="application/json"),
    ),
    "no JSON": (PlatformUnclear, lambda: Response('{"members": [', content_type=MEDIA_TYPE)),
    "no members": (PlatformUnclear, lambda: Response("{}", content_type=MEDIA_TYPE)),
    "null": (PlatformUnclear, lambda: Response("null", content_type=MEDIA_TYPE)),
    "an empty body": (PlatformUnclear, lambda: Response("", content_type=MEDIA_TYPE)),
    "throttling": (PlatformBusy, lambda: Response("slow down", 429, {"Retry-After": "7"})),
    "Canvas's older throttling": (
        PlatformBusy,
        lambda: Response("403 Forbidden (Rate Limit Exceeded)", 403),
    ),
    "a failure": (PlatformBusy, lambda: Response("oh", 503)),
    "a refusal": (PlatformSaysNo, lambda: Response("", 403)),
    "a course that is gone": (PlatformSaysNo, lambda: Response("", 404)),
    "a redirect": (PlatformSaysNo, lambda: Response("", 302, {"Location": "https://a.example"})),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_page_that_fails_fails_the_whole_list(liar: Scripted, case: str) -> None:
    expected, answer = WRONG[case]
    first = f'<{liar.url}/members?p=2>; rel="next"'
    liar.answer = lambda request: answer() if request.args else page(person(), link=first)
    with pytest.raises(expected):
        read(liar)


def test_pages_that_turn_in_a_circle_fail(liar: Scripted) -> None:
    def answer(request: Request) -> Response:
        return page(person(), link=f'<{liar.url}/members?p={request.path != "/x"}>; rel="next"')

    liar.answer = answer
    with pytest.raises(PlatformUnclear):
        read(liar)
    assert len(liar.seen) == 2


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/p2", "http://127.0.0.1:1/p2", "http://[::1/p2", "//evil/p2"]
)
def test_the_token_never_goes_to_another_host(liar: Scripted, next_page: str) -> None:
    liar.answer = lambda request: page(person(), link=f'<{next_page}>; rel="next"')
    with pytest.raises(PlatformUnclear):
        read(liar)
    assert len(liar.seen) == 1


def test_a_platform_that_hangs_up_is_busy(liar: Scripted) -> None:
    gone = Scripted("http://127.0.0.1:1")
    with pytest.raises(PlatformBusy):
        read(gone)
