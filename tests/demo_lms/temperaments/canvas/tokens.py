"""Canvas's token endpoint: JSON errors with a sentence, 401 for a client it does not know."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from tests.demo_lms.refusals import TokenProblem, TokenRefusalError

WORDS = {
    TokenProblem.GRANT_TYPE: (
        "unsupported_grant_type",
        "The grant_type you requested is not currently supported",
    ),
    TokenProblem.SIGNATURE: ("invalid_request", "JWS signature invalid."),
    TokenProblem.KID: ("invalid_request", "JWS signature invalid."),
    TokenProblem.KEYS: ("invalid_request", "JWK Error: Invalid JSON"),
    TokenProblem.ISSUED_AT: ("invalid_request", "the 'iat' must be less than 300 seconds old"),
    TokenProblem.CLIENT: ("invalid_client", "unknown client"),
}


class CanvasTokens:
    """One unknown scope fails the whole request; keys are read from the tool every time."""

    drops_scopes = False
    keeps_tool_keys = False
    user_agent = "Canvas"

    def granted(self, body: dict[str, Any]) -> Response:
        return _json(200, body)

    def refused(self, refusal: TokenRefusalError) -> Response:
        if refusal.problem is TokenProblem.SCOPE:
            text = f"A requested scope is invalid, unknown or malformed: {refusal.detail}"
            return _json(400, {"error": "invalid_scope", "error_description": text})
        error, text = WORDS.get(refusal.problem, ("invalid_request", str(refusal)))
        answer = _json(400, {"error": error, "error_description": text})
        if refusal.problem is TokenProblem.CLIENT:
            answer.status_code = 401
            answer.headers["WWW-Authenticate"] = "Canvas OAuth 2.0"
        return answer


def _json(status: int, body: dict[str, Any]) -> Response:
    answer = Response(json.dumps(body), status, content_type="application/json; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer
