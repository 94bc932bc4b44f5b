"""How we ask a platform that others wrote for tokens.

It checks signature and times alone, so what it was told is checked here.
"""

from typing import Any

import jwt
import pytest

from lti_tool.platforms.keys import published_keys
from lti_tool.roster.actions import sync
from tests.gradebook.conftest import does, settle_and_send
from tests.independent.course import AMARA, RUTH, Course

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def forms(course: Course) -> list[dict[str, Any]]:
    """The fields of each request for a token, after a course list and two scores."""
    course.launch(RUTH)
    course.launch(AMARA)
    sync(course.context.id)
    for item in ("goal", "step"):
        does(course.member(AMARA), item)
        settle_and_send()
    return course.requests_of("/token/")


def test_one_token_serves_all_calls_of_a_service(forms: list[dict[str, Any]]) -> None:
    assert len(forms) == 2


def test_an_assertion_names_us_and_the_platform_and_is_good_once(
    course: Course, forms: list[dict[str, Any]]
) -> None:
    said = [claims_of(form) for form in forms]
    for claims in said:
        assert claims["iss"] == claims["sub"] == course.facts["client_id"]
        assert claims["aud"] == course.facts["auth_token_url"]
        assert 0 < claims["exp"] - claims["iat"] <= 300
    assert len({claims["jti"] for claims in said}) == len(said)


def test_only_what_is_needed_is_asked_for(forms: list[dict[str, Any]]) -> None:
    asked = [{scope.rpartition("/")[2] for scope in form["scope"].split()} for form in forms]
    grades = {"lineitem", "result.readonly", "score"}
    assert asked == [{"contextmembership.readonly"}, grades]


def claims_of(form: dict[str, Any]) -> dict[str, Any]:
    """What an assertion says, once its signature is proved by our published keys."""
    assert form["grant_type"] == "client_credentials"
    assert form["client_assertion_type"].endswith("client-assertion-type:jwt-bearer")
    keys = {one["kid"]: jwt.PyJWK(one) for one in published_keys()["keys"]}
    token = form["client_assertion"]
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims: dict[str, Any] = jwt.decode(
        token, key, algorithms=["RS256"], options={"verify_aud": False}
    )
    return claims
