"""The launches of the 1EdTech certification, and ours on top: bad ones refused, good ones shown.

Every case runs over HTTP against both temperaments of the demo LMS.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lti_tool.db import db
from lti_tool.launch.models import Visit
from lti_tool.platforms.models import Registration
from tests.demo_lms.course import Course
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.oidc import ABSENT
from tests.demo_lms.people import Person
from tests.visitor import Visitor

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
STUDENT, TEACHER = "zoe.mueller", "ruth.adeyemi"
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

pytestmark = [
    pytest.mark.usefixtures("registration"),
    # What the door refuses is the same on every database; test_warm_launch runs on both.
    pytest.mark.parametrize("settings", ["sqlite"], indirect=True),
]


class Stage:
    """One login begun; `arrive` finishes it with a token that was changed on the way."""

    def __init__(self, tool: str, lms: DemoLms, username: str = STUDENT) -> None:
        self.lms, self.visitor = lms, Visitor(tool)
        self.person: Person = lms.person(username)
        self.course: Course = lms.courses[0]
        start = self.visitor.begin(dict(lms.login_form(self.person, self.course)))
        self.sent = {
            n: v[0] for n, v in parse_qs(urlsplit(start.headers["Location"]).query).items()
        }

    def token(self, changes: Any = None, **kwargs: Any) -> str:
        """A token of this login with some claims changed."""
        nonce = kwargs.pop("nonce", self.sent["nonce"])
        return self.lms.mint(self.person, self.course, nonce=nonce, changes=changes, **kwargs)

    def arrive(self, changes: Any = None, **kwargs: Any) -> requests.Response:
        """Finish with such a token and the right state."""
        return self.finish(self.token(changes, **kwargs))

    def finish(self, token: str, **fields: str) -> requests.Response:
        """Finish with this token."""
        return self.visitor.finish({"state": self.sent["state"], "id_token": token, **fields})


@pytest.fixture
def stage(tool: str, lms: DemoLms) -> Stage:
    """A student's login that has begun."""
    return Stage(tool, lms)


def refused(answer: requests.Response, status: int) -> None:
    """The page says what to do and gives a number; it holds nothing of the message."""
    assert answer.status_code == status, answer.text[:300]
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text
    assert not answer.headers.get("Location")
    assert db.session.query(Visit).count() == 0


def public_pem() -> bytes:
    return OTHER_KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def claim(name: str, value: Any) -> Mapping[str, Any]:
    return {LTI + name: value}


WRONG_CLAIMS: dict[str, tuple[int, Callable[[], Any]]] = {
    "D3 wrong LTI version": (400, lambda: claim("version", "11.3.0")),
    "D4 no LTI version": (400, lambda: claim("version", ABSENT)),
    "D6 no LTI claims": (
        400,
        lambda: lambda c: {n: v for n, v in c.items() if not n.startswith("https://")},
    ),
    "D7 exp in the past": (401, lambda: {"exp": time.time() - 600}),
    "D7 exp is nonsense": (401, lambda: {"exp": "tomorrow"}),
    "D7 iat is nonsense": (401, lambda: {"iat": None}),
    "D8 no message type": (400, lambda: claim("message_type", ABSENT)),
    "D9 no roles claim": (400, lambda: claim("roles", ABSENT)),
    "D10 no deployment id": (400, lambda: claim("deployment_id", ABSENT)),
    "D11 no resource link": (400, lambda: claim("resource_link", ABSENT)),
    "D11 no resource link id": (400, lambda: claim("resource_link", {"title": "x"})),
    "D12 no user": (400, lambda: {"sub": ABSENT}),
    "D16 wrong nonce": (401, lambda: {"nonce": "made up"}),
    "D18 no nonce": (401, lambda: {"nonce": ABSENT}),
    "D19 wrong audience": (401, lambda: {"aud": "somebody else"}),
    "D21 wrong azp": (401, lambda: {"azp": "somebody else"}),
    "D22 wrong issuer": (401, lambda: {"iss": "https://evil.example"}),
    "D27 unknown deployment": (403, lambda: claim("deployment_id", "unheard of")),
    "D29 no exp": (401, lambda: {"exp": ABSENT}),
    "D30 iat far ahead": (401, lambda: {"iat": time.time() + 3600}),
    "D31 overlong sub": (400, lambda: {"sub": "x" * 256}),
    "D31 sub is not ASCII": (400, lambda: {"sub": "Søren"}),
    "D31 overlong link id": (400, lambda: claim("resource_link", {"id": "x" * 256})),
    "D31 overlong context id": (400, lambda: claim("context", {"id": "x" * 256})),
    "D31 overlong deployment id": (400, lambda: claim("deployment_id", "x" * 256)),
    "D31 deployment id is a number": (400, lambda: claim("deployment_id", 7)),
    "D32 roles is no list": (400, lambda: claim("roles", "Learner")),
    "D34 target on a foreign host": (401, lambda: claim("target_link_uri", "https://evil.example")),
    "D34 no target": (400, lambda: claim("target_link_uri", ABSENT)),
    "D37 a message we do not serve": (400, lambda: claim("message_type", "LtiEulaRequest")),
    "D38 deep linking without settings": (
        400,
        lambda: claim("message_type", "LtiDeepLinkingRequest"),
    ),
}


@pytest.mark.parametrize("case", WRONG_CLAIMS)
def test_a_message_with_wrong_claims_is_refused(stage: Stage, case: str) -> None:
    status, changes = WRONG_CLAIMS[case]
    refused(stage.arrive(changes()), status)


def test_d20_an_extra_audience_is_refused(stage: Stage) -> None:
    refused(stage.arrive({"aud": [stage.lms.client_id, "https://evil.example"]}), 401)


WRONG_HEADERS: dict[str, dict[str, Any]] = {
    "D1 no kid": {"header": {"kid": None}},
    "D2 unknown kid": {"header": {"kid": "unheard of"}},
    "D24 unknown key with a known kid": {"key": OTHER_KEY},
    "D25 alg none": {"header": {"alg": "none"}},
    "D26 HS256 keyed with a public key": {"header": {"alg": "HS256"}, "key": public_pem()},
}


@pytest.mark.parametrize("case", WRONG_HEADERS)
def test_a_message_with_a_wrong_signature_is_refused(stage: Stage, case: str) -> None:
    refused(stage.arrive(**WRONG_HEADERS[case]), 401)


def test_d2_an_unknown_kid_makes_one_fetch_of_the_keys_and_no_more(tool: str, lms: DemoLms) -> None:
    for _ in range(3):
        refused(Stage(tool, lms).arrive(header={"kid": "unheard of"}), 401)
    assert sum(one.path.startswith(urlsplit(lms.jwks_url).path) for one in lms.log) == 1


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c.d", "e30.e30.", "e30.e30.e30", "W10.W10.e30"])
def test_d5_what_is_no_message_is_refused(stage: Stage, token: str) -> None:
    answer = stage.finish(token)
    refused(answer, answer.status_code if answer.status_code == 401 else 400)


def test_d13_a_wrong_state_is_refused(stage: Stage) -> None:
    refused(stage.finish(stage.token(), state="state-made-up"), 401)


def test_d14_the_state_of_another_browser_is_refused(stage: Stage) -> None:
    stage.visitor.cookies = dict.fromkeys(stage.visitor.cookies, "the-secret-of-another-browser")
    refused(stage.arrive(), 401)


def test_d14_a_state_without_its_cookie_opens_no_visit(stage: Stage) -> None:
    """Nobody can tell another browser from one that keeps no cookies: the person is asked."""
    stage.visitor.cookies.clear()
    answer = stage.arrive()
    assert answer.status_code == 200
    assert not answer.headers.get("Location")
    assert db.session.query(Visit).count() == 0


def test_d15_a_state_is_used_once(stage: Stage) -> None:
    token, cookies = stage.token(), dict(stage.visitor.cookies)
    assert stage.finish(token).status_code == 303
    stage.visitor.cookies = cookies
    assert stage.finish(stage.token()).status_code == 401


def test_d17_a_token_is_used_once(stage: Stage) -> None:
    token = stage.token()
    assert stage.finish(token).status_code == 303
    assert stage.finish(token).status_code == 401
    assert db.session.query(Visit).count() == 1


def test_d17_an_old_nonce_with_a_new_state_is_refused(tool: str, lms: DemoLms) -> None:
    first, second = Stage(tool, lms), Stage(tool, lms)
    refused(second.finish(first.token()), 401)


def test_d23_another_registration_cannot_speak_for_this_one(stage: Stage) -> None:
    db.session.add(
        Registration(
            name="Evil", issuer="https://evil.example", client_id="evil",
            auth_login_url="https://evil.example/a", auth_token_url="https://evil.example/t",
            jwks_url=stage.lms.jwks_url,
        )
    )  # fmt: skip
    db.session.commit()
    refused(stage.arrive({"iss": "https://evil.example", "aud": "evil"}), 401)


def test_d28_an_unknown_client_is_refused_at_login(tool: str, lms: DemoLms) -> None:
    form = dict(lms.login_form(lms.person(STUDENT), lms.courses[0]))
    refused(Visitor(tool).begin({**form, "client_id": "unheard of"}), 403)


@pytest.mark.parametrize("missing", ["iss", "login_hint", "target_link_uri"])
def test_a_login_without_a_required_parameter_is_refused(
    tool: str, lms: DemoLms, missing: str
) -> None:
    form = dict(lms.login_form(lms.person(STUDENT), lms.courses[0]))
    del form[missing]
    refused(Visitor(tool).begin(form), 400)


def test_d33_custom_with_nested_values_does_no_harm(stage: Stage) -> None:
    assert stage.arrive(claim("custom", {"a": {"b": ["c"]}, "d": None})).status_code == 303


def test_d35_a_message_by_get_is_refused(stage: Stage) -> None:
    query = {"state": stage.sent["state"], "id_token": stage.token()}
    assert stage.visitor.send("GET", "/lti/launch", params=query).status_code == 405


def test_d36_an_error_with_a_wrong_state_is_refused(stage: Stage) -> None:
    answer = stage.visitor.finish({"state": "state-made-up", "error": "login_required"})
    refused(answer, 401)


def test_an_error_of_the_platform_is_explained(stage: Stage) -> None:
    answer = stage.visitor.finish({"state": stage.sent["state"], "error": "login_required"})
    refused(answer, 401)
    assert "learning platform" in answer.text


def test_a_clock_a_minute_off_is_forgiven(stage: Stage) -> None:
    changes = {"iat": time.time() + 50, "exp": time.time() - 50}
    assert stage.arrive(changes).status_code == 303


def test_a_new_key_of_the_platform_is_fetched_once(tool: str, lms: DemoLms) -> None:
    assert Stage(tool, lms).arrive().status_code == 303
    lms.rotate_key()
    fetched = [one for one in lms.log if one.path.startswith(urlsplit(lms.jwks_url).path)]
    assert len(fetched) == 1


def names_only(claims: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in claims.items() if n != "email"}


def email_only(claims: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in claims.items() if n not in ("name", "given_name", "family_name")}


def nobody_knows(claims: dict[str, Any]) -> dict[str, Any]:
    return names_only(email_only(claims))


def no_course(claims: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in claims.items() if n != LTI + "context"}


GOOD: dict[str, Callable[[str], Any]] = {
    "plain": lambda role: None,
    "several roles": lambda role: claim(
        "roles", [f"{MEMBERSHIP}#{role}", "http://purl.imsglobal.org/vocab/lis/v2/person#Student"]
    ),
    "short role": lambda role: claim("roles", [role]),
    "unknown role": lambda role: claim("roles", [f"{MEMBERSHIP}#Wizard"]),
    "no role": lambda role: claim("roles", []),
    "e-mail only": lambda role: email_only,
    "names only": lambda role: names_only,
    "no personal data": lambda role: nobody_knows,
    "no course": lambda role: no_course,
}


@pytest.mark.parametrize("case", GOOD)
@pytest.mark.parametrize(("username", "role"), [(TEACHER, "Instructor"), (STUDENT, "Learner")])
def test_e1_to_e18_a_good_launch_shows_a_page(
    tool: str, lms: DemoLms, username: str, role: str, case: str
) -> None:
    stage = Stage(tool, lms, username)
    answer = stage.arrive(GOOD[case](role))
    if case == "no course":
        assert answer.status_code == 200
        assert "course" in answer.text
        return
    assert answer.status_code == 303, answer.text[:300]
    page = stage.visitor.open(answer.headers["Location"])
    assert page.status_code == 200, page.text[:300]
    assert "<h1" in page.text


@pytest.mark.parametrize(
    ("roles", "lands_on"),
    [
        ([f"{MEMBERSHIP}#Instructor"], "/groups"),
        ([f"{MEMBERSHIP}/Instructor#TeachingAssistant"], "/groups"),
        ([f"{MEMBERSHIP}/instructor#PrimaryInstructor"], "/groups"),
        ([f"{MEMBERSHIP}#Learner"], "/home"),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"], "/welcome"),
        (["http://purl.imsglobal.org/vocab/lis/v2/system/person#User"], "/welcome"),
        ([f"{MEMBERSHIP}#Mentor"], "/welcome"),
        (
            [f"{MEMBERSHIP}#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"],
            "/welcome",
        ),
    ],
)
def test_rights_come_from_context_roles_only(stage: Stage, roles: list[str], lands_on: str) -> None:
    answer = stage.arrive(claim("roles", roles))
    assert answer.headers["Location"].rstrip("/").endswith(lands_on)
