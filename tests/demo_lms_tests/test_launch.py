"""Login, authorization and the id_token, of both temperaments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.demo_lms import ABSENT, DemoLms, LaunchRefusedError, Role
from tests.demo_lms.outcomes import ErrorPage, SeeOther
from tests.demo_lms.vocabulary import AGS_CLAIM, CLAIM, MEMBERSHIP, NRPS_CLAIM, TEST_USER
from tests.demo_lms_tests.tool import Tool


def read(lms: DemoLms, token: str) -> dict[str, Any]:
    """Check a token as a tool would and give its claims."""
    kid = jwt.get_unverified_header(token)["kid"]
    keys = {key["kid"]: key for key in requests.get(lms.jwks_url, timeout=10).json()["keys"]}
    key = jwt.PyJWK(keys[kid]).key
    claims: dict[str, Any] = jwt.decode(token, key, ["RS256"], audience=lms.client_id)
    return claims


def launch(tool: Tool, username: str, **changes: Any) -> dict[str, Any]:
    """Claims of an honest launch of the seeded course."""
    lms = tool.lms
    form = lms.login_form(lms.person(username), lms.course)
    url = tool.request_url(form, **changes)
    return read(lms, lms.launch_form(lms.person(username), lms.course, url)["id_token"])


def refusal(tool: Tool, **changes: Any) -> Any:
    """What the LMS answers to a request that is not right: a form or an outcome."""
    lms, person = tool.lms, tool.lms.person("zoe.mueller")
    url = tool.request_url(lms.login_form(person, lms.course), **changes)
    try:
        return lms.launch_form(person, lms.course, url)
    except LaunchRefusedError as refused:
        return refused.outcome


def test_a_launch_carries_nonce_person_course_and_services(tool: Tool) -> None:
    claims = launch(tool, "zoe.mueller")

    assert claims["nonce"] == "nonce-1"
    assert claims["iss"] == tool.lms.issuer
    assert claims["sub"] == tool.lms.person("zoe.mueller").id
    assert claims["name"] == "Zoë Müller"
    assert claims[f"{CLAIM}context"]["title"] == "Research Methods 1"
    assert f"{MEMBERSHIP}Learner" in claims[f"{CLAIM}roles"]
    assert "lineitem" not in claims[AGS_CLAIM]
    assert "2.0" in claims[NRPS_CLAIM]["service_versions"]


def test_a_launch_works_once(tool: Tool) -> None:
    lms, person = tool.lms, tool.lms.person("zoe.mueller")
    url = tool.request_url(lms.login_form(person, lms.course))
    lms.launch_form(person, lms.course, url)

    try:
        again = lms.launch_form(person, lms.course, url)
    except LaunchRefusedError as refused:
        assert refused.outcome == ErrorPage(404, "Invalid request")
    else:
        assert again["error"] == "launch_no_longer_valid"


def test_nobody_gets_the_launch_of_somebody_else(tool: Tool) -> None:
    lms = tool.lms
    url = tool.request_url(lms.login_form(lms.person("zoe.mueller"), lms.course))

    try:
        other = lms.launch_form(lms.person("ida.holm"), lms.course, url)
    except LaunchRefusedError as refused:
        assert isinstance(refused.outcome, ErrorPage)
    else:
        assert other["error"] == "login_required"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"nonce": None}, "invalid_request_object"),
        ({"prompt": None}, "invalid_request_object"),
        ({"scope": "openid profile"}, "invalid_request_object"),
        ({"response_mode": "query"}, "invalid_request_object"),
        ({"login_hint": "somebody"}, "login_required"),
        ({"lti_message_hint": "a.b.c"}, "launch_no_longer_valid"),
    ],
)
def test_canvas_posts_each_mistake_back(
    canvas_tool: Tool, changes: dict[str, Any], error: str
) -> None:
    form = refusal(canvas_tool, **changes)

    assert form.action == canvas_tool.lms.registration.redirect_uris[0]
    assert (form["error"], form["state"]) == (error, "state-1")


@pytest.mark.parametrize(
    "changes",
    [{"nonce": None}, {"scope": "openid profile"}, {"lti_message_hint": None}],
)
def test_moodle_shows_a_page_for_early_mistakes(moodle_tool: Tool, changes: dict[str, Any]) -> None:
    assert isinstance(refusal(moodle_tool, **changes), ErrorPage)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "nope"}, "unauthorized_client"),
        ({"login_hint": "2"}, "access_denied"),
        ({"response_mode": None}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
    ],
)
def test_moodle_posts_late_mistakes_back(
    moodle_tool: Tool, changes: dict[str, Any], error: str
) -> None:
    assert refusal(moodle_tool, **changes)["error"] == error


@pytest.mark.parametrize("query", ["?x=1", "/other"])
def test_a_redirect_uri_must_be_a_registered_one(tool: Tool, query: str) -> None:
    uri = tool.lms.registration.redirect_uris[0] + query

    assert isinstance(refusal(tool, redirect_uri=uri), ErrorPage)


def test_a_canvas_message_hint_dies_after_five_minutes(canvas_tool: Tool) -> None:
    lms, person = canvas_tool.lms, canvas_tool.lms.person("zoe.mueller")
    url = canvas_tool.request_url(lms.login_form(person, lms.course))
    later = lms.clock() + timedelta(minutes=6)
    lms.clock = lambda: later

    assert lms.launch_form(person, lms.course, url)["error"] == "launch_no_longer_valid"


def test_moodle_lets_a_suspended_student_reach_the_tool_and_stops_there(moodle_tool: Tool) -> None:
    lms, person = moodle_tool.lms, moodle_tool.lms.person("sven.gone")
    url = moodle_tool.request_url(lms.login_form(person, lms.course))

    with pytest.raises(LaunchRefusedError) as refused:
        lms.launch_form(person, lms.course, url)

    assert isinstance(refused.value.outcome, SeeOther)


def test_moodle_asks_a_browser_without_its_cookie_to_post_again(moodle: DemoLms) -> None:
    answer = requests.get(moodle.auth_login_url, timeout=10)

    assert 'name="repost"' in answer.text


def test_a_canvas_assistant_is_instructor_and_assistant(canvas_tool: Tool) -> None:
    roles = launch(canvas_tool, "tomas.ferreira")[f"{CLAIM}roles"]

    assert f"{MEMBERSHIP}Instructor" in roles
    assert any(role.endswith("#TeachingAssistant") for role in roles)
    assert any("/system/person#User" in role for role in roles)


def test_a_canvas_test_student_is_marked(canvas_tool: Tool) -> None:
    assert TEST_USER in launch(canvas_tool, "test.student")[f"{CLAIM}roles"]


def test_a_canvas_admin_has_no_role_in_the_course(canvas_tool: Tool) -> None:
    roles = launch(canvas_tool, "ada.castellan")[f"{CLAIM}roles"]

    assert roles
    assert not any(role.startswith(MEMBERSHIP) for role in roles)


def test_a_moodle_token_lives_a_minute_and_spells_locales_its_own_way(moodle_tool: Tool) -> None:
    claims = launch(moodle_tool, "joao.conceicao")

    assert claims["exp"] - claims["iat"] == 60
    assert claims[f"{CLAIM}launch_presentation"]["locale"] == "pt_br"
    assert claims[f"{CLAIM}custom"]["section_ids"] == "$Canvas.course.sectionIds"


def test_moodle_sends_an_empty_lineitem_for_a_column_the_tool_made(moodle_tool: Tool) -> None:
    lms = moodle_tool.lms
    moodle_tool.create_column(lms.course, resourceLinkId=lms.course.resource_links[0].id)

    assert launch(moodle_tool, "ida.holm")[AGS_CLAIM]["lineitem"] == ""


def test_a_graded_link_names_its_line_item(lms: DemoLms) -> None:
    link = lms.add_graded_link(lms.course, "Essay", 20)
    token = lms.mint(lms.person("ida.holm"), lms.course, link, nonce="n")

    item = lms.course.line_items[-1]
    assert read(lms, token)[AGS_CLAIM]["lineitem"] == lms.line_item_url(lms.course, item)


def test_an_anonymous_registration_sends_no_name(tool: Tool) -> None:
    tool.lms.registration.privacy = "anonymous"

    claims = launch(tool, "ida.holm")
    assert "name" not in claims
    assert "email" not in claims


def test_mint_changes_and_removes_claims(lms: DemoLms) -> None:
    changes = {"sub": ABSENT, f"{CLAIM}version": "1.0"}
    token = lms.mint(lms.course.people(Role.STUDENT)[0], lms.course, nonce="n", changes=changes)

    claims = read(lms, token)
    assert "sub" not in claims
    assert claims[f"{CLAIM}version"] == "1.0"


def test_mint_signs_with_a_foreign_key(lms: DemoLms) -> None:
    foreign = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = lms.mint(lms.person("ida.holm"), lms.course, nonce="n", key=foreign)

    with pytest.raises(jwt.InvalidSignatureError):
        read(lms, token)


def test_mint_makes_tokens_without_signature_or_with_a_shared_secret(lms: DemoLms) -> None:
    person = lms.person("ida.holm")
    bare = lms.mint(person, lms.course, nonce="n", header={"alg": "none", "kid": None})
    secret = lms.mint(person, lms.course, nonce="n", header={"alg": "HS256"}, key=b"k" * 32)

    assert bare.endswith(".")
    assert "kid" not in jwt.get_unverified_header(bare)
    assert jwt.decode(secret, b"k" * 32, ["HS256"], audience=lms.client_id)["nonce"] == "n"


def test_after_a_rotation_launches_verify_with_the_new_key(lms: DemoLms) -> None:
    before = lms.keys.signer.kid
    after = lms.rotate_key()

    token = lms.mint(lms.person("ida.holm"), lms.course, nonce="n")
    assert after != before
    assert jwt.get_unverified_header(token)["kid"] == after
    assert read(lms, token)["nonce"] == "n"


def test_canvas_publishes_its_next_key_beforehand(canvas: DemoLms) -> None:
    published = {key["kid"] for key in requests.get(canvas.jwks_url, timeout=10).json()["keys"]}

    assert canvas.rotate_key() in published


def test_a_copied_course_knows_where_it_came_from(lms: DemoLms) -> None:
    copy = lms.copy_course(lms.copy_course(lms.course))
    token = lms.mint(lms.person("ruth.adeyemi"), copy, nonce="n")

    history = read(lms, token)[f"{CLAIM}custom"]["pc_context_history"].split(",")
    assert copy.id not in history
    assert history[-1] == lms.course.id
    assert len(history) == 2
