"""Every way to be turned away at the door: a page of its own, and a reason in the log.

The table below is the list; a refusal that is added to `lti_tool.errors` and not to it fails.
"""

import itertools
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from flask import Flask
from werkzeug.wrappers import Response

from lti_tool import errors
from lti_tool.db import db
from lti_tool.platforms.actions import MOST_WAITING
from lti_tool.platforms.models import Deployment, Registration
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.oidc import ABSENT
from tests.launch.test_certification import Stage, claim
from tests.lti.scripted import scripted
from tests.visitor import Visitor

at_one_door = pytest.mark.parametrize(
    ("settings", "lms"), [("sqlite", "moodle")], indirect=True, ids=[""]
)
"""What the door refuses is the same on every database and for every platform."""

Arrive = Callable[[Stage], requests.Response]


def said(error: str) -> Arrive:
    """The platform answers the login with an error."""
    return lambda stage: stage.visitor.finish({"state": stage.sent["state"], "error": error})


def sent(changes: Any) -> Arrive:
    """The message has other claims."""
    return lambda stage: stage.arrive(changes)


def from_another_time(shift: float) -> Arrive:
    """The platform's clock is so many seconds ahead of ours; Moodle's messages live a minute."""
    return lambda stage: stage.arrive({"iat": time.time() + shift, "exp": time.time() + shift + 60})


def slow(stage: Stage) -> requests.Response:
    """Issued in time, but on its way for too long."""
    return stage.arrive({"iat": time.time() - 30, "exp": time.time() - 61})


def twice(stage: Stage) -> requests.Response:
    token = stage.token()
    assert stage.finish(token).status_code == 303
    return stage.finish(token)


def twice_at_once(stage: Stage) -> requests.Response:
    """Two tabs, and the second does not know the cookie of the first."""
    token, cookies = stage.token(), dict(stage.visitor.cookies)
    assert stage.finish(token).status_code == 303
    stage.visitor.cookies = cookies
    return stage.finish(token)


def other_browser(stage: Stage) -> requests.Response:
    stage.visitor.cookies = dict.fromkeys(stage.visitor.cookies, "another-browser's")
    return stage.arrive()


def registered(**changes: Any) -> Arrive:
    """The registration is like this; under a new name, for the door remembers for a while."""

    def arrive(stage: Stage) -> requests.Response:
        db.session.query(Registration).update({"client_id": "new", **changes})
        db.session.commit()
        form = dict(stage.lms.login_form(stage.person, stage.course))
        return stage.visitor.begin({**form, "client_id": "new"})

    return arrive


def unknown_client(stage: Stage) -> requests.Response:
    form = dict(stage.lms.login_form(stage.person, stage.course))
    return stage.visitor.begin({**form, "client_id": "unheard of"})


def unknown_deployment(stage: Stage) -> requests.Response:
    return stage.arrive(claim("deployment_id", "unheard of"))


def keys(answer: Callable[[], Response]) -> Arrive:
    """The platform's keys are somewhere else, and look like this."""

    def arrive(stage: Stage) -> requests.Response:
        with scripted() as told:
            told.answer = lambda request: answer()
            db.session.query(Registration).update({"jwks_url": told.url})
            db.session.commit()
            return stage.arrive()

    return arrive


def offered(answer: Callable[[str], Response]) -> Arrive:
    """Somebody sends us to a configuration that looks like this."""

    def arrive(stage: Stage) -> requests.Response:
        with scripted() as told:
            told.answer = lambda request: answer(told.url)
            asked = {"openid_configuration": f"{told.url}/configuration"}
            return stage.visitor.send("GET", "/lti/register", params=asked)

    return arrive


def lying(url: str) -> Response:
    return Response(f'{{"issuer": "https://somebody-else.example", "jwks_uri": "{url}"}}')


def endless(url: str = "") -> Response:
    return Response(itertools.repeat(b" " * 65536))


def private(stage: Stage) -> requests.Response:
    asked = {"openid_configuration": "https://10.0.0.1/configuration"}
    return stage.visitor.send("GET", "/lti/register", params=asked)


def denied(stage: Stage) -> requests.Response:
    """The configuration is fine, but nobody there registers us."""

    def answer(request: Any, url: str) -> Response:
        ways = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
        document = {"issuer": url, **{name: f"{url}/{name}" for name in ways}}
        return Response("no", 403) if request.method == "POST" else Response(_json(document))

    with scripted() as told:
        told.answer = lambda request: answer(request, told.url)
        asked = {"openid_configuration": f"{told.url}/configuration"}
        return stage.visitor.send("POST", "/lti/register", data=asked)


def crowded(stage: Stage) -> requests.Response:
    """As many wait for approval as may."""
    addresses = dict.fromkeys(("auth_login_url", "auth_token_url", "jwks_url"), "https://a.example")
    db.session.add_all(
        Registration(
            name="A", issuer="https://a.example", client_id=f"c{number}", **addresses,
            is_active=False, is_waiting=True,
        )
        for number in range(MOST_WAITING)
    )  # fmt: skip
    db.session.commit()
    return denied(stage)


def _json(document: dict[str, Any]) -> str:
    return str(document).replace("'", '"')


def unbound(stage: Stage) -> requests.Response:
    stage.visitor.cookies.clear()
    return stage.arrive()


REFUSALS: dict[str, tuple[type[errors.PeerCirclesError], str, Arrive]] = {
    "no login at the platform": (errors.NotSignedIn, "login_required", said("login_required")),
    "a hint that has expired": (
        errors.HintExpired, "launch_no_longer_valid", said("launch_no_longer_valid"),
    ),
    "a key that was switched off there": (
        errors.KeyOff, "unauthorized_client", said("unauthorized_client"),
    ),
    "another error of the platform": (
        errors.PlatformRefused, "access_denied", said("access_denied"),
    ),
    "a message that comes twice": (errors.LaunchUsed, "has come in with it", twice),
    "a message that comes twice at once": (
        errors.LaunchUsed, "has opened a visit before", twice_at_once,
    ),
    "a message that took too long": (errors.LaunchStale, "has expired", slow),
    "a platform whose clock is behind": (
        errors.ClocksDiffer, "before the login", from_another_time(-300),
    ),
    "a platform whose clock is ahead": (
        errors.ClocksDiffer, "ahead of our clock", from_another_time(300),
    ),
    "another browser": (errors.LaunchUntrusted, "not the one that began", other_browser),
    "a browser that keeps nothing": (errors.LaunchUnbound, "no cookie came back", unbound),
    "a registration that is unknown": (errors.PlatformUnknown, "0 registrations", unknown_client),
    "a registration that waits": (
        errors.PlatformWaiting, "waits for approval", registered(is_active=False, is_waiting=True),
    ),
    "a registration that is off": (
        errors.PlatformOff, "is switched off", registered(is_active=False),
    ),
    "a deployment that is unknown": (
        errors.DeploymentUnknown, "no such deployment", unknown_deployment,
    ),
    "nobody's launch": (errors.LaunchAnonymous, "names nobody", sent({"sub": ABSENT})),
    "a message of an unknown type": (
        errors.LaunchUnserved, "do not serve", sent(claim("message_type", "LtiEulaRequest")),
    ),
    "a review of nobody": (
        errors.ReviewOfNobody, "for_user is missing",
        sent(claim("message_type", "LtiSubmissionReviewRequest")),
    ),
    "a message that breaks the standard": (
        errors.LaunchMalformed, "version", sent(claim("version", "1.1")),
    ),
    "keys of ten megabytes": (
        errors.KeysUnreadable, "without an end", keys(lambda: Response(b" " * 10_000_000)),
    ),
    "keys that never end": (errors.KeysUnreadable, "without an end", keys(endless)),
    "keys that are a page": (errors.KeysUnreadable, "not JSON", keys(lambda: Response("<html>"))),
    "keys nested beyond reason": (
        errors.KeysUnreadable, "not JSON", keys(lambda: Response("[" * 400_000)),
    ),
    "a configuration that lies": (errors.ConfigurationWrong, "another host", offered(lying)),
    "a configuration that never ends": (errors.StrangerSilent, "more than", offered(endless)),
    "a configuration in a private network": (errors.StrangerRefused, "not public", private),
    "a platform that does not register us": (errors.RegistrationDenied, "403", denied),
    "a crowd that waits": (errors.RegistrationFull, "too many registrations", crowded),
}  # fmt: skip


@pytest.fixture
def stage(app: Flask, tool: str, lms: DemoLms, registration: Registration) -> Stage:
    """The login of somebody who reads English has begun; no new windows."""
    app.config["NEW_WINDOW"] = False
    return Stage(tool, lms, "ruth.adeyemi")


@at_one_door
@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_has_a_page_and_a_reason_in_the_log(
    stage: Stage, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    kind, reason, arrive = REFUSALS[case]
    with caplog.at_level(logging.INFO, logger="lti_tool"):
        answer = arrive(stage)
    assert answer.status_code == kind.status, answer.text[-600:]
    page = answer.text.replace("&#39;", "'")
    assert kind.title in page
    assert kind.advice in page
    told = [one for one in caplog.messages if reason in one]
    assert any(f" {kind.__name__}: " in one for one in told), caplog.messages
    assert not any(one.levelno > logging.WARNING for one in caplog.records)


@at_one_door
def test_a_launch_outside_a_course_gets_a_page_and_stands_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="lti_tool"):
        answer = stage.arrive(claim("context", ABSENT))
    assert answer.status_code == 200
    assert "<ol" in answer.text
    assert any("no context" in one for one in caplog.messages)


def family(top: type[errors.PeerCirclesError]) -> set[type[errors.PeerCirclesError]]:
    """A class of errors and all below it."""
    return {top}.union(*(family(one) for one in top.__subclasses__()))


def test_every_refusal_of_the_door_stands_in_the_table() -> None:
    doors = family(errors.LaunchRefused) | family(errors.RegistrationFailed)
    general = {errors.LaunchRefused, errors.RegistrationFailed}
    assert doors - general == {kind for kind, _, _ in REFUSALS.values()}


def test_no_two_refusals_say_the_same() -> None:
    kinds = {kind for kind, _, _ in REFUSALS.values()}
    assert len({kind.advice for kind in kinds}) == len(kinds)


@at_one_door
def test_a_slow_drip_of_keys_ends(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("lti_tool.lti.connection.LONGEST_ANSWER", 0.2)
    answer = keys(lambda: Response(itertools.repeat(b" ")))(stage)
    assert answer.status_code == 502
    assert "without an end" in caplog.text


@at_one_door
def test_the_second_deployment_is_told_from_the_first(
    tool: str, lms: DemoLms, registration: Registration
) -> None:
    db.session.query(Deployment).update({"is_active": False})
    db.session.commit()
    answer = Visitor(tool).launch(lms, lms.person("ruth.adeyemi"), lms.course)
    assert answer.status_code == 403
    assert errors.PlatformOff.title in answer.text
