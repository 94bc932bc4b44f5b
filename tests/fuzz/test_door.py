"""The door under a hail of messages that no honest platform sends."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.demo_lms.lms import DemoLms
from tests.fuzz.conftest import Watch, many
from tests.fuzz.junk import GONE, mutated, mutations, texts, values

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SETTINGS = {
    "deep_link_return_url": "https://lms.example/return?course=2",
    "accept_types": ["ltiResourceLink", "link"],
    "accept_presentation_document_targets": ["iframe", "window"],
    "accept_multiple": "true",
    "accept_lineitem": True,
    "data": "kept",
}
ASKED = {
    LTI + "message_type": "LtiDeepLinkingRequest",
    LTI + "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"],
    DL + "deep_linking_settings": SETTINGS,
}
SHAPE = {
    "iss": "", "aud": "", "sub": "", "exp": 0, "iat": 0, "nonce": "", "azp": "",
    "name": "", "given_name": "", "family_name": "", "locale": "",
    LTI + "version": "", LTI + "message_type": "", LTI + "deployment_id": "",
    LTI + "target_link_uri": "", LTI + "roles": [""],
    LTI + "resource_link": {"id": "", "title": ""},
    LTI + "context": {"id": "", "label": "", "title": "", "type": [""]},
    LTI + "custom": {"pc_activity": ""},
    LTI + "launch_presentation": {"locale": "", "return_url": "", "document_target": ""},
    LTI + "tool_platform": {"product_family_code": "", "guid": ""},
    AGS: {"scope": [""], "lineitem": "", "lineitems": ""},
    NRPS: {"context_memberships_url": "", "service_versions": [""]},
    DL + "deep_linking_settings": dict.fromkeys(SETTINGS, ""),
}  # fmt: skip
"""The members that are changed; what an honest message holds is kept elsewhere."""
PARAMETERS = ("iss", "login_hint", "target_link_uri", "client_id", "lti_message_hint",
              "lti_storage_target", "lti_deployment_id", "other")  # fmt: skip

on_one_database = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""For what is refused before a database is asked."""

pytestmark = [
    pytest.mark.usefixtures("registration"),
    pytest.mark.parametrize("lms", ["moodle"], indirect=True),
]


class Hail:
    """Logins that are begun for real and finished with whatever a case brings."""

    def __init__(self, client: FlaskClient, lms: DemoLms, watch: Watch) -> None:
        self.client, self.lms, self.watch = client, lms, watch
        self.course = lms.courses[0]

    def begun(self) -> dict[str, str]:
        """The parameters that the tool has sent to the platform."""
        form = dict(self.lms.login_form(self.lms.person("zoe.mueller"), self.course))
        start = self.watch.check(self.client.post("/lti/login", data=form))
        return {n: v[0] for n, v in parse_qs(urlsplit(start.headers["Location"]).query).items()}

    def token(self, sent: dict[str, str], changes: Any, **more: Any) -> str:
        """A signed message of this login with these changes."""
        person = self.lms.person("zoe.mueller")
        return self.lms.mint(person, self.course, nonce=sent["nonce"], changes=changes, **more)

    def finish(self, form: dict[str, str]) -> TestResponse:
        """Send a message; where it is taken, the page behind it must open as well."""
        answer = self.watch.check(self.client.post("/lti/launch", data=form))
        if answer.status_code == 303:
            self.watch.check(self.client.get(answer.headers["Location"], follow_redirects=True))
        return answer


@pytest.fixture
def hail(client: FlaskClient, lms: DemoLms, watch: Watch) -> Hail:
    """The platform that sends anything."""
    return Hail(client, lms, watch)


@many(300)
@given(changes=mutations(SHAPE), deep=st.booleans())
@example(changes=[((LTI + "resource_link",), None)], deep=False)
@example(changes=[(("sub",), "a\x00b")], deep=False)
@example(changes=[((LTI + "message_type",), ["LtiResourceLinkRequest"])], deep=False)
@example(changes=[((LTI + "roles",), [{}, [], None, 7, "\ud800"])], deep=False)
@example(changes=[(("exp",), float("nan")), (("iat",), float("-inf"))], deep=False)
@example(changes=[((LTI + "target_link_uri",), "\ud800")], deep=False)
@example(changes=[(("name",), "\ud800\x00"), ((LTI + "context", "title"), "\udfff")], deep=False)
@example(changes=[((DL + "deep_linking_settings", "data"), "\ud800\x00")], deep=True)
@example(changes=[((AGS, "scope"), ["\x00", "\ud800"])], deep=False)
def test_a_message_may_say_anything(hail: Hail, changes: Any, deep: bool) -> None:
    sent = hail.begun()

    def lie(claims: dict[str, Any]) -> Any:
        asked = {
            LTI + "message_type": "LtiDeepLinkingRequest",
            DL + "deep_linking_settings": SETTINGS,
        }
        return mutated({**claims, **(asked if deep else {})}, changes)

    hail.finish({"state": sent["state"], "id_token": hail.token(sent, lie)})


@on_one_database
@many(150)
@given(
    header=st.dictionaries(st.sampled_from(["alg", "kid", "typ", "jku", "jwk", "x5u"]), values),
    body=st.none() | values,
)
def test_a_token_may_have_any_head_and_any_body(hail: Hail, header: Any, body: Any) -> None:
    sent = hail.begun()
    token = hail.token(sent, None if body is None else lambda claims: body, header=header)
    hail.finish({"state": sent["state"], "id_token": token})


@on_one_database
@many(150)
@given(cut=st.integers(0, 2000), put=texts, drop=st.integers(0, 40))
def test_a_token_may_be_cut_anywhere(hail: Hail, cut: int, put: str, drop: int) -> None:
    sent = hail.begun()
    token = hail.token(sent, None)
    broken = token[: cut % len(token)] + clean(put) + token[cut % len(token) + drop :]
    hail.finish({"state": sent["state"], "id_token": broken})


@on_one_database
@many(150)
@given(
    fields=st.dictionaries(
        st.sampled_from(["state", "id_token", "error", "proof", "silent"]), texts
    )
)
def test_an_answer_may_have_any_fields(hail: Hail, fields: dict[str, str]) -> None:
    sent = hail.begun()
    fields = {name: clean(value) for name, value in fields.items()}
    hail.finish({"state": sent["state"], "id_token": hail.token(sent, None), **fields})


@many(300)
@given(
    changes=st.dictionaries(st.sampled_from(PARAMETERS), texts | st.just(GONE), min_size=1),
    by_link=st.booleans(),
)
@example(changes={"iss": "\x00"}, by_link=True)
@example(changes={"client_id": "\x00"}, by_link=False)
def test_a_login_may_ask_for_anything(hail: Hail, changes: dict[str, Any], by_link: bool) -> None:
    form = dict(hail.lms.login_form(hail.lms.person("zoe.mueller"), hail.course))
    form |= {name: value if value is GONE else clean(value) for name, value in changes.items()}
    form = {name: value for name, value in form.items() if value is not GONE}
    if by_link:
        hail.watch.check(hail.client.get("/lti/login", query_string=form))
    else:
        hail.watch.check(hail.client.post("/lti/login", data=form))


@on_one_database
@many(150)
@given(
    path=st.sampled_from(["/lti/login", "/lti/launch", "/lti/enter", "/lti/tab", "/lti/register"]),
    body=st.binary(max_size=300),
    kind=st.sampled_from(["application/json", "application/x-www-form-urlencoded",
                          "multipart/form-data; boundary=b", "text/plain", "\x7f", ""]),
    cookie=texts,
)  # fmt: skip
def test_a_request_may_be_no_form_at_all(
    hail: Hail, path: str, body: bytes, kind: str, cookie: str
) -> None:
    origin = hail.client.application.config["ORIGIN"]
    headers = {"Origin": origin, "Cookie": f"__Host-pc-x={clean(cookie, 'ascii')}"}
    sent = hail.client.post(path, data=body, content_type=kind, headers=headers)
    hail.watch.check(sent)


def clean(text: str, encoding: str = "utf-8") -> str:
    """As a browser can send it."""
    sendable = text.encode(encoding, "ignore").decode(encoding)
    return sendable if encoding == "utf-8" else "".join(filter(str.isprintable, sendable))
