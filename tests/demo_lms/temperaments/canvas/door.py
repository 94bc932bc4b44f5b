"""Canvas's login initiation and authorization endpoint, with its four errors posted back."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.demo_lms.keys import sign
from tests.demo_lms.outcomes import ErrorPage, Form, Outcome
from tests.demo_lms.temperaments.shape import Params

if TYPE_CHECKING:
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.people import Person
    from tests.demo_lms.site import Site

REQUIRED = (
    "client_id",
    "login_hint",
    "lti_message_hint",
    "nonce",
    "prompt",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
)
FIXED = {
    "scope": "openid",
    "response_type": "id_token",
    "response_mode": "form_post",
    "prompt": "none",
}
HINT_LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class CanvasDoor:
    """Message hints are token-like, die after five minutes and work once."""

    site: Site
    jwks_headers: Mapping[str, str]

    def login_fields(self, launch: Launch, key: str) -> dict[str, str]:
        fields = {
            "iss": self.site.issuer,
            "login_hint": launch.person.login_hint,
            "client_id": launch.registration.client_id,
            "deployment_id": launch.link.deployment_id,
            "target_link_uri": launch.link.target_link_uri,
            "lti_message_hint": self._hint(key),
            "canvas_region": "eu-central-1",
            "canvas_environment": "prod",
        }
        storage = {"lti_storage_target": "_parent"} if self.site.offers_storage else {}
        return {**fields, **storage}

    def launch_key(self, message_hint: str) -> str:
        """The key inside a hint of ours; empty when a letter of the hint was changed."""
        key = verifier_in(message_hint)
        return key if hmac.compare_digest(message_hint.encode(), self._hint(key).encode()) else ""

    def early_refusal(self, params: Params, person: Person | None) -> Outcome | None:
        return (
            self._unknown_address(params)
            or self._incomplete(params)
            or self._not_this_user(params, person)
        )

    def late_refusal(self, params: Params, launch: Launch | None) -> Outcome | None:
        if launch is None or self.site.clock() - launch.made_at > HINT_LIFE:
            text = "The launch has either expired or already been consumed"
            return _post(params, "launch_no_longer_valid", text)
        wrong_client = launch.registration.client_id != params["client_id"]
        if wrong_client or not self.site.may_enter(launch.person, launch.course):
            return _post(
                params, "unauthorized_client", "Client not authorized in requested context"
            )
        return None

    def not_logged_in(self, params: Params) -> Outcome | None:
        """Canvas has no page for it: the missing user is one of the posted errors."""
        return None

    def _hint(self, key: str) -> str:
        header = {"typ": "JWT", "alg": "HS256"}
        return sign({"verifier": key}, header, self.site.secret)

    def _unknown_address(self, params: Params) -> Outcome | None:
        registration = self.site.registrations.get(params.get("client_id", ""))
        known = registration.redirect_uris if registration else []
        if params.get("redirect_uri") not in known:
            return ErrorPage(400, "Invalid redirect_uri")
        return None

    def _incomplete(self, params: Params) -> Outcome | None:
        missing = [name for name in REQUIRED if not params.get(name)]
        if missing:
            text = f"The following parameters are missing: {','.join(missing)}"
            return _post(params, "invalid_request_object", text)
        for name, value in FIXED.items():
            if params[name] != value:
                text = f"The '{name}' must be '{value}'"
                return _post(params, "invalid_request_object", text)
        return None

    def _not_this_user(self, params: Params, person: Person | None) -> Outcome | None:
        if person is None or person.login_hint != params["login_hint"]:
            return _post(params, "login_required", "Must have an active user session")
        return None


def verifier_in(message_hint: str) -> str:
    """The launch key a hint claims to carry; empty when it is no hint at all."""
    payload = message_hint.split(".")[1] if message_hint.count(".") == 2 else ""
    try:
        return str(json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["verifier"])
    except (ValueError, KeyError, TypeError):
        return ""


def _post(params: Params, error: str, description: str) -> Form:
    fields = {"error": error, "error_description": description}
    state = {"state": params["state"]} if "state" in params else {}
    return Form(params["redirect_uri"], {**fields, **state})
