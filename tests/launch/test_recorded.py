"""What real platforms sent, sent again: each recorded login, launch and refusal ends as it should.

Recorded at Moodle 4.5 and written down from Canvas; see `tests/samples`. The claims are as they
were, but for what belongs to one login: nonce, times, and the address of the tool.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.db import db
from lti_tool.lti.keysets import fetch_keys
from lti_tool.platforms.models import Deployment, Registration
from tests.demo_lms.keyring import KeyRing
from tests.lti.scripted import Scripted, scripted

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MOODLE, CANVAS = SAMPLES / "moodle", SAMPLES / "canvas"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
LOGINS = sorted(MOODLE.glob("*.oidc-login.json"))
LAUNCHES = sorted(
    file for file in MOODLE.glob("*.claims.json") if "deep-linking-response" not in file.name
)
REFUSALS = sorted(MOODLE.glob("auth-*.json"))
CANVAS_LAUNCHES = sorted(CANVAS.glob("launch-*.json"))
CANVAS_LOGIN = json.loads((CANVAS / "login-initiation.json").read_text())

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
named = {"ids": lambda file: file.name.partition(".")[0]}


@dataclass
class Replay:
    """A platform that says again what it said before; its keys are ours, so that we can sign."""

    client: FlaskClient
    told: Scripted
    keys: KeyRing = field(default_factory=lambda: KeyRing(str, kept=0, ahead=0))

    @property
    def target(self) -> str:
        """Where the tool is now."""
        return f"{self.client.application.config['PUBLIC_URL']}/lti/launch"

    def knows(self, issuer: str, client_id: str, deployment_id: str) -> None:
        """Register the platform that was recorded."""
        self.told.answer = lambda request: Response(json.dumps(self.keys.jwks()))
        row = Registration(
            name=issuer, issuer=issuer, client_id=client_id, auth_login_url=f"{issuer}/auth",
            auth_token_url=f"{issuer}/token", jwks_url=self.told.url,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        db.session.add(Deployment(registration_id=row.id, deployment_id=deployment_id))
        db.session.commit()

    def begin(self, params: dict[str, str]) -> dict[str, str]:
        """The recorded login; gives what we ask the platform."""
        if not db.session.scalar(select(Registration.id)):
            hint = params.get("lti_deployment_id") or params.get("deployment_id", "1")
            self.knows(params["iss"], params["client_id"], hint)
        start = self.client.post("/lti/login", data={**params, "target_link_uri": self.target})
        if start.status_code == 200:
            page = start.text.replace("&amp;", "&")
            return _asked(page.partition('data-location="')[2].partition('"')[0])
        assert start.status_code == 302, start.text
        return _asked(start.headers["Location"])

    def launch(self, claims: dict[str, Any]) -> TestResponse:
        """The recorded claims behind a login of today."""
        self.knows(claims["iss"], claims["aud"], claims[LTI + "deployment_id"])
        hints = {"login_hint": str(claims.get("sub", "1")), "lti_message_hint": '{"cmid":3}'}
        asked = self.begin({"iss": claims["iss"], "client_id": claims["aud"], **hints})
        today = {"iat": int(time.time()), "exp": int(time.time()) + 60, "nonce": asked["nonce"]}
        token = self.keys.sign({**claims, **today, LTI + "target_link_uri": self.target})
        return self.client.post("/lti/launch", data={"state": asked["state"], "id_token": token})


@pytest.fixture
def replay(app: Flask, client: FlaskClient) -> Iterator[Replay]:
    """A platform on the loopback."""
    with scripted() as told:
        yield Replay(client, told)


def _asked(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def claims_of(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text())["claims"])


@pytest.mark.parametrize("file", LOGINS, **named)
def test_a_recorded_login_is_answered_as_moodle_wants(replay: Replay, file: Path) -> None:
    params = json.loads(file.read_text())["params"]
    asked = replay.begin(params)
    assert asked["lti_message_hint"] == params["lti_message_hint"]
    wanted = json.loads((MOODLE / "auth-ok.json").read_text())["request"]["params"]
    fixed = ("scope", "response_type", "response_mode", "prompt")
    assert {name: asked[name] for name in fixed} == {name: wanted[name] for name in fixed}
    assert set(wanted) <= set(asked)
    assert asked["redirect_uri"] == replay.target
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize("file", LAUNCHES, **named)
def test_a_recorded_launch_opens_the_page_that_fits(replay: Replay, file: Path) -> None:
    claims = claims_of(file)
    answer = replay.launch(claims)
    assert answer.status_code == 303, answer.text
    page = replay.client.get(answer.headers["Location"], follow_redirects=True)
    is_review = claims[LTI + "message_type"] == "LtiSubmissionReviewRequest"
    assert page.status_code == (404 if is_review else 200), page.text  # of a student unknown here
    _kept_as_sent(claims)


def _kept_as_sent(claims: dict[str, Any]) -> None:
    """What a launch said about person, course and link stands in the tables."""
    member = db.session.query(Membership).one()
    said = claims[LTI + "context"]
    assert (member.user.subject, member.user.name) == (claims["sub"], claims.get("name") or "")
    assert (member.context.context_id, member.context.title) == (said["id"], said["title"])
    staff = any(role.endswith("#Instructor") for role in claims[LTI + "roles"])
    assert (member.is_staff, member.is_learner) == (staff, not staff)
    if link := db.session.query(ResourceLink).one_or_none():
        assert link.title == claims[LTI + "resource_link"]["title"]
        assert link.line_item_url == (claims.get(AGS, {}).get("lineitem") or None)


@pytest.mark.parametrize("file", REFUSALS, **named)
def test_what_moodle_answers_instead_of_a_launch_is_explained(replay: Replay, file: Path) -> None:
    sample = json.loads(file.read_text())
    form, login = sample["response"].get("form", {}), json.loads(LOGINS[-1].read_text())["params"]
    asked = replay.begin(login)
    if "error" not in form:  # a page of Moodle's own, which a request of ours must not lead to
        ours = {name: asked.get(name) for name in ("response_mode", "scope", "prompt", "nonce")}
        assert None not in ours.values()
        return
    answer = replay.client.post("/lti/launch", data={**form, "state": asked["state"]})
    assert answer.status_code == 401
    assert "learning platform" in answer.text.lower()


@pytest.mark.parametrize("file", CANVAS_LAUNCHES, **named)
def test_a_launch_of_canvas_opens_the_page_that_fits(replay: Replay, file: Path) -> None:
    sample, whole = json.loads(file.read_text()), CANVAS / "launch-student-assignment.json"
    changes = sample.get("payload") or sample["payload_excerpt"]
    claims = changes if "aud" in changes else json.loads(whole.read_text())["payload"] | changes
    answer = replay.launch(claims)
    assert answer.status_code == 303, answer.text
    member = db.session.query(Membership).one()
    is_test_user = any(role.endswith("#TestUser") for role in claims[LTI + "roles"])
    assert member.is_learner == (not member.is_staff and not is_test_user)


def test_a_login_of_canvas_is_answered_with_its_storage(replay: Replay) -> None:
    fields = CANVAS_LOGIN["fields"]
    replay.knows(fields["iss"], fields["client_id"], fields["deployment_id"])
    page = replay.client.post("/lti/login", data={**fields, "target_link_uri": replay.target})
    assert page.status_code == 200
    assert fields["lti_storage_target"] in page.text
    assert "response_mode=form_post" in page.text


@pytest.mark.parametrize("said", CANVAS_LOGIN["auth_error_post_back"], ids=lambda one: one["error"])
def test_what_canvas_answers_instead_of_a_launch_is_explained(
    replay: Replay, said: dict[str, str]
) -> None:
    fields = {n: v for n, v in CANVAS_LOGIN["fields"].items() if n != "lti_storage_target"}
    asked = replay.begin(fields)
    answer = replay.client.post("/lti/launch", data={**said, "state": asked["state"]})
    assert answer.status_code == 401
    assert said["error_description"] not in answer.text


def test_moodles_keys_are_read(replay: Replay) -> None:
    text = (MOODLE / "platform-jwks.json").read_text()
    replay.told.answer = lambda request: Response(text, content_type="text/html")
    assert list(fetch_keys(replay.told.url)) == [one["kid"] for one in json.loads(text)["keys"]]


def test_two_launches_of_a_copied_course_are_two_courses(replay: Replay) -> None:
    first, copied = (
        claims_of(MOODLE / f"launch-{name}.claims.json") for name in ("teacher1", "copied-course")
    )
    assert replay.launch(first).status_code == 303
    db.session.query(Registration).update({"client_id": "the first"})
    db.session.commit()
    assert replay.launch(copied).status_code == 303
    ids = {context_id for (context_id,) in db.session.query(Context.context_id)}
    assert ids == {one[LTI + "context"]["id"] for one in (first, copied)}
