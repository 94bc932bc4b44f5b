"""Canvas's dynamic registration: the configuration wants the token too, mistakes are JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, make_response

CANVAS = "https://canvas.instructure.com/lti/"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
REQUIRED = ("redirect_uris", "initiate_login_uri", "client_name", "jwks_uri", "scope")


class CanvasRegistrar:
    """A new developer key is off until an administrator has seen its summary."""

    configuration_path = "/api/lti/security/openid-configuration"
    registration_path = "/api/lti/registrations"
    verb = "Enable"
    reads_token = True
    hosted: Mapping[str, str] = {f"{CANVAS}account_name": "Kattegat University"}
    placements: tuple[str, ...] = (
        f"{CANVAS}course_navigation",
        f"{CANVAS}assignment_selection",
        f"{CANVAS}link_selection",
        f"{CANVAS}course_assignments_menu",
    )

    def mistake(self, body: Any) -> Response | None:
        missing = [name for name in REQUIRED if not body.get(name)]
        missing += [name for name in ("domain", "messages", "claims") if name not in body[TOOL]]
        if missing:
            errors = {"errors": [f"the property '/' did not contain {missing[0]}"]}
            return make_response(jsonify(errors), 422)
        return None

    def no_token(self) -> Response:
        return make_response(jsonify({"errorMessage": "Invalid token"}), 401)

    def used_token(self) -> Response:
        return self.no_token()

    def registered(self, echo: dict[str, Any], deployment_id: str) -> Response:
        return jsonify({**echo, "deployment_id": deployment_id})
