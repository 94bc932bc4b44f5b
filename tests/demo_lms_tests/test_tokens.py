"""The token endpoint refuses whatever is not exactly right."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import requests
from flask import Flask, Response, jsonify
from werkzeug.serving import make_server

from tests.demo_lms import DemoLms
from tests.demo_lms.vocabulary import ROSTER_SCOPE, ROSTER_TYPE
from tests.demo_lms_tests.tool import Tool, public_jwks

ASSERTION_FAULTS: list[dict[str, Any]] = [
    {"aud": "https://elsewhere.example/token"},
    {"iss": "somebody"},
    {"sub": "somebody"},
    {"exp": 2},
    {"exp": 4_000_000_000},
    {"iat": 2},
    {"iat": None},
    {"jti": None},
    {"kid": "unknown"},
]


@pytest.mark.parametrize("fault", ASSERTION_FAULTS)
def test_an_assertion_with_one_fault_gets_no_token(tool: Tool, fault: dict[str, Any]) -> None:
    answer = tool.ask_token(**fault)

    assert answer.status_code in (400, 401)
    assert "access_token" not in answer.text


def test_an_assertion_works_once(tool: Tool) -> None:
    assert tool.ask_token(jti="same").status_code == 200
    assert tool.ask_token(jti="same").status_code == 400


def test_canvas_names_an_unknown_client(canvas_tool: Tool) -> None:
    answer = canvas_tool.ask_token(sub="nobody", iss="nobody")

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_moodle_calls_its_json_html_and_breaks_it_for_a_wrong_kid(moodle_tool: Tool) -> None:
    good, bad = moodle_tool.ask_token(), moodle_tool.ask_token(kid="unknown")

    assert good.headers["Content-Type"].startswith("text/html")
    with pytest.raises(requests.JSONDecodeError):
        bad.json()


def test_moodle_drops_a_scope_in_silence_and_canvas_refuses_all(tool: Tool) -> None:
    answer = tool.ask_token(scope=f"{ROSTER_SCOPE} https://example.org/more")

    if tool.lms.temperament.tokens.drops_scopes:
        assert answer.json()["scope"] == ROSTER_SCOPE
    else:
        assert answer.json()["error"] == "invalid_scope"


def test_an_expired_or_revoked_token_is_refused(tool: Tool) -> None:
    lms = tool.lms
    url = lms.temperament.addresses.memberships(lms.course, lms.deployment_id)
    assert tool.read(url, ROSTER_TYPE).status_code == 200

    lms.expire_tokens()
    assert tool.read(url, ROSTER_TYPE).status_code == 401
    lms.revoke_tokens()
    assert tool.read(url, ROSTER_TYPE).status_code == 401


def test_a_token_ends_by_the_clock(tool: Tool) -> None:
    lms = tool.lms
    url = lms.temperament.addresses.memberships(lms.course, lms.deployment_id)
    assert tool.read(url, ROSTER_TYPE).status_code == 200

    later = lms.clock() + timedelta(hours=1, seconds=1)
    lms.clock = lambda: later
    assert tool.read(url, ROSTER_TYPE).status_code == 401


def test_a_token_is_good_for_its_scopes_only(tool: Tool) -> None:
    lms = tool.lms
    tool.token = tool.ask_token(scope=ROSTER_SCOPE).json()["access_token"]
    url = lms.temperament.addresses.line_items(lms.course, lms.deployment_id)

    accepts = "application/vnd.ims.lis.v2.lineitemcontainer+json"
    assert tool.read(url, accepts).status_code == 401


def test_the_keys_come_from_the_tool_over_http(lms: DemoLms) -> None:
    app = Flask("a tool with keys")

    @app.get("/lti/jwks.json")
    def jwks() -> Response:
        return jsonify(public_jwks())

    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    lms.registration.public_jwks = None
    lms.connect_tool(f"http://127.0.0.1:{server.port}")

    assert Tool(lms).ask_token().status_code == 200
    thread.join()
    server.server_close()


def test_a_busy_canvas_turns_away_a_tool_that_asks_for_token_after_token(
    canvas_tool: Tool,
) -> None:
    canvas_tool.lms.throttles = True
    statuses = [canvas_tool.ask_token().status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]
