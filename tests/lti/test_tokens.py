"""Access tokens: few, shared, renewed once, and never believed blindly."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from flask import Flask
from werkzeug.wrappers import Request, Response

from lti_tool.errors import PlatformNotNow, PlatformSaysNo, PlatformUnclear
from lti_tool.lti.claims import SCOPE_MEMBERSHIPS, SCOPE_SCORE
from lti_tool.lti.tokens import Token, check_address
from lti_tool.platforms.models import Registration
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import SharedTokens
from lti_tool.platforms.tokens import service as service_of
from tests.demo_lms.lms import DemoLms
from tests.lti.scripted import KEY, Scripted, Shelf, service, tokens


def granted(**changes: Any) -> Response:
    document = {"access_token": "fresh", "token_type": "Bearer", "expires_in": 3600, **changes}
    body = json.dumps({name: value for name, value in document.items() if value is not None})
    return Response(body, content_type="text/html; charset=utf-8")


def seconds_good(token: Token | None) -> float:
    assert token is not None
    return (token.good_until - datetime.now(UTC)).total_seconds()


@pytest.mark.usefixtures("tool")
def test_one_token_request_serves_many_calls_and_threads(
    app: Flask, lms: DemoLms, registration: Registration
) -> None:
    platform = platform_of(registration)

    def ask(_: int) -> str:
        with app.app_context():
            return service_of(platform, [SCOPE_MEMBERSHIPS]).tokens.token(
                platform, [SCOPE_MEMBERSHIPS]
            )

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1
    assert [one.status for one in lms.log.of("token")] == [200]


@pytest.mark.usefixtures("tool")
def test_another_process_finds_the_token_in_the_table(
    app: Flask, lms: DemoLms, registration: Registration
) -> None:
    platform = platform_of(registration)
    here = service_of(platform, [SCOPE_SCORE]).tokens.token(platform, [SCOPE_SCORE])
    app.extensions.pop("tokens")
    assert service_of(platform, [SCOPE_SCORE]).tokens.token(platform, [SCOPE_SCORE]) == here
    assert lms.log.count("token") == 1


@pytest.mark.usefixtures("tool")
def test_other_scopes_get_a_token_of_their_own(
    app: Flask, lms: DemoLms, registration: Registration
) -> None:
    platform = platform_of(registration)
    used = service_of(platform, []).tokens
    assert used.token(platform, [SCOPE_SCORE]) != used.token(platform, [SCOPE_MEMBERSHIPS])
    assert lms.log.count("token") == 2


def test_a_token_sealed_with_another_secret_counts_as_absent(
    app: Flask, registration: Registration
) -> None:
    store = SharedTokens()
    good = Token("value", datetime.now(UTC) + timedelta(hours=1))
    store.save(registration.id, "scope", token=good)
    assert store.load(registration.id, "scope") == good
    app.extensions.pop("seal")
    app.config["SECRET_KEY"] = "quite another secret key, long enough as well"
    assert store.load(registration.id, "scope") is None


def test_every_assertion_has_an_id_of_its_own_and_the_right_parties(liar: Scripted) -> None:
    sent: list[str] = []

    def answer(request: Request) -> Response:
        sent.append(request.form["client_assertion"])
        return granted(expires_in=1)

    liar.answer = answer
    for _ in range(2):
        tokens(Shelf()).token(liar.platform(), ["scope"])
    claims = [
        jwt.decode(one, KEY.public_key(), ["RS256"], audience=f"{liar.url}/token") for one in sent
    ]
    assert claims[0]["jti"] != claims[1]["jti"]
    assert {claims[0]["iss"], claims[0]["sub"]} == {"client"}
    assert 0 < claims[0]["exp"] - claims[0]["iat"] <= 300


def test_the_audience_of_the_registration_goes_before_the_address(liar: Scripted) -> None:
    heard: list[str] = []

    def answer(request: Request) -> Response:
        heard.append(request.form["client_assertion"])
        return granted()

    liar.answer = answer
    tokens(Shelf()).token(liar.platform(token_audience="https://lms.example"), ["scope"])
    jwt.decode(heard[0], KEY.public_key(), ["RS256"], audience="https://lms.example")


@pytest.mark.parametrize(
    ("said", "good"),
    [(3600, 3540), ("3600", 3540), (None, 540), ("soon", 540), (-5, 540), (True, 540), (20, 10)],
)
def test_a_token_is_used_until_shortly_before_its_end(
    liar: Scripted, said: object, good: float
) -> None:
    liar.answer = lambda request: granted(expires_in=said)
    shelf = Shelf()
    tokens(shelf).token(liar.platform(), ["scope"])
    assert seconds_good(shelf.token) == pytest.approx(good, abs=5)


def test_a_smaller_scope_is_worked_with(liar: Scripted) -> None:
    liar.answer = lambda request: granted(scope="one")
    assert tokens(Shelf()).token(liar.platform(), ["one", "two"]) == "fresh"


WRONG: dict[str, tuple[type[Exception], Callable[[], Response]]] = {
    "no scope at all": (PlatformSaysNo, lambda: granted(scope="another")),
    "no token": (PlatformUnclear, lambda: granted(access_token=None)),
    "a token with a line break": (PlatformUnclear, lambda: granted(access_token="a\r\nb: c")),
    "a list for a token": (PlatformUnclear, lambda: granted(access_token=["a"])),
    "another kind of token": (PlatformUnclear, lambda: granted(token_type="mac")),
    "a page": (PlatformUnclear, lambda: Response("<html>Welcome</html>")),
    "no object": (PlatformUnclear, lambda: Response("[]")),
    "a refusal": (PlatformSaysNo, lambda: Response('{"error": "invalid_client"}', 400)),
    "throttling": (PlatformNotNow, lambda: Response("slow down", 429)),
    "a failure": (PlatformNotNow, lambda: Response("oh", 500)),
    "a redirect": (PlatformSaysNo, lambda: Response("", 302, {"Location": "https://a.example"})),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_token_answer_is_an_error_of_ours_and_nothing_is_kept(
    liar: Scripted, case: str
) -> None:
    expected, answer = WRONG[case]
    liar.answer = lambda request: answer()
    shelf = Shelf()
    with pytest.raises(expected):
        tokens(shelf).token(liar.platform(), ["scope"])
    assert shelf.token is None


def test_a_refused_token_is_renewed_once_and_the_request_repeated(liar: Scripted) -> None:
    def answer(request: Request) -> Response:
        if request.path == "/token":
            return granted()
        return Response(status=200 if "fresh" in request.headers["Authorization"] else 401)

    liar.answer = answer
    assert service(liar.platform()).send("GET", f"{liar.url}/x", headers={}).status_code == 200
    assert liar.seen == ["/x", "/token", "/x"]


def test_a_renewal_in_vain_is_not_tried_again_at_once(liar: Scripted) -> None:
    liar.answer = lambda request: granted() if request.path == "/token" else Response(status=401)
    here = service(liar.platform())
    for _ in range(3):
        assert here.send("GET", f"{liar.url}/x", headers={}).status_code == 401
    assert liar.seen == ["/x", "/token", "/x", "/x", "/x"]


def test_a_403_is_never_repeated(liar: Scripted) -> None:
    liar.answer = lambda request: Response(status=403)
    assert service(liar.platform()).send("GET", f"{liar.url}/x", headers={}).status_code == 403
    assert liar.seen == ["/x"]


def test_where_a_403_means_that_the_token_ran_out_it_is_renewed_once(liar: Scripted) -> None:
    def answer(request: Request) -> Response:
        if request.path == "/token":
            return granted()
        is_fresh = request.headers["Authorization"] == "Bearer fresh"
        return Response(status=200 if is_fresh else 403)

    liar.answer = answer
    here = replace(service(liar.platform()), renew_on=(401, 403))
    assert here.send("GET", f"{liar.url}/x", headers={}).status_code == 200
    assert liar.seen == ["/x", "/token", "/x"]


def test_being_throttled_renews_no_token(liar: Scripted) -> None:
    liar.answer = lambda request: Response("403 Forbidden (Rate Limit Exceeded)", 403)
    here = replace(service(liar.platform()), renew_on=(401, 403))
    assert here.send("GET", f"{liar.url}/x", headers={}).status_code == 403
    assert liar.seen == ["/x"]


@pytest.mark.parametrize("url", ["http://lms.example/x", "ftp://lms.example", "https://", "x"])
def test_a_token_never_travels_in_the_clear(url: str) -> None:
    with pytest.raises(PlatformUnclear):
        check_address(url)
