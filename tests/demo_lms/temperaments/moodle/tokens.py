"""Moodle's token.php: JSON that calls itself text/html, and 400 for every kind of mistake."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from tests.demo_lms.refusals import TokenProblem, TokenRefusalError

WORDS = {
    TokenProblem.GRANT_TYPE: "unsupported_grant_type",
    TokenProblem.CLIENT: "invalid_client",
    TokenProblem.SCOPE: "invalid_scope",
    TokenProblem.EXPIRED: "Expired token",
    TokenProblem.SIGNATURE: "Signature verification failed",
    TokenProblem.ISSUER: "invalid_client",
    TokenProblem.AUDIENCE: "invalid_client",
}
BROKEN_KID = '{\n  "error" : ""kid" invalid, unable to lookup correct key"\n}'


class MoodleTokens:
    """Scopes that are not granted fall out in silence; the tool's keys are kept until one fails."""

    drops_scopes = True
    keeps_tool_keys = True
    user_agent = "MoodleBot/1.0"

    def granted(self, body: dict[str, Any]) -> Response:
        return _text(200, json.dumps(body))

    def refused(self, refusal: TokenRefusalError) -> Response:
        if refusal.problem is TokenProblem.KID:
            return _text(400, BROKEN_KID)
        error = WORDS.get(refusal.problem, "invalid_request")
        return _text(400, json.dumps({"error": error}, indent=2))


def _text(status: int, body: str) -> Response:
    return Response(body, status, content_type="text/html; charset=utf-8")
