"""Moodle's openid-registration.php: bare words for mistakes, a scope echo that claims too much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify

from tests.demo_lms.vocabulary import SCOPES

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
REQUIRED = ("response_types", "initiate_login_uri", "redirect_uris", "client_name", "jwks_uri")


class MoodleRegistrar:
    """A new tool stays pending until an administrator activates it."""

    configuration_path = "/mod/lti/openid-configuration.php"
    registration_path = "/mod/lti/openid-registration.php"
    verb = "Activate"
    reads_token = False
    hosted: Mapping[str, str] = {}
    placements: tuple[str, ...] = ()

    def mistake(self, body: Any) -> Response | None:
        missing = [name for name in REQUIRED if not body.get(name)]
        if missing:
            return Response(f"missing_{missing[0]}", 400, content_type="text/html")
        if not body.get(TOOL, {}).get("domain"):
            return Response("missing_domain", 400, content_type="text/html")
        return None

    def no_token(self) -> Response:
        return Response("<!doctype html><h1>Error</h1><p>Invalid request", 404)

    def used_token(self) -> Response:
        return Response("token_already_used", 401, content_type="text/html")

    def registered(self, echo: dict[str, Any], deployment_id: str) -> Response:
        tool = {**echo[TOOL], "deployment_id": deployment_id, "version": "1.3.0"}
        return jsonify({**echo, "scope": " ".join(SCOPES), TOOL: tool})
