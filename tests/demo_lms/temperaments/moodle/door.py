"""Moodle's login initiation and auth.php: early mistakes get a page, later ones are posted back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.demo_lms.outcomes import ErrorPage, Form, Outcome, Repost, SeeOther
from tests.demo_lms.temperaments.shape import Params

if TYPE_CHECKING:
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.people import Person
    from tests.demo_lms.site import Site

REQUIRED = ("scope", "response_type", "client_id", "redirect_uri", "login_hint", "nonce")
INVALID = ErrorPage(404, "Invalid request")


@dataclass(frozen=True)
class MoodleDoor:
    """Message hints are JSON and work once; no storage is offered; access is checked last."""

    site: Site
    jwks_headers: Mapping[str, str]

    def login_fields(self, launch: Launch, key: str) -> dict[str, str]:
        hint = {"cmid": launch.link.number + 2, "launchid": key}
        return {
            "iss": self.site.issuer,
            "target_link_uri": launch.link.target_link_uri,
            "login_hint": launch.person.login_hint,
            "lti_message_hint": json.dumps(hint, separators=(",", ":")),
            "client_id": launch.registration.client_id,
            "lti_deployment_id": launch.link.deployment_id,
        }

    def launch_key(self, message_hint: str) -> str:
        try:
            hint = json.loads(message_hint)
        except ValueError:
            return ""
        return str(hint.get("launchid", "")) if isinstance(hint, dict) else ""

    def early_refusal(self, params: Params, person: Person | None) -> Outcome | None:
        if any(not params.get(name) for name in REQUIRED):
            return INVALID
        if not self.launch_key(params.get("lti_message_hint", "")):
            return INVALID
        fits = params["scope"] == "openid" and params["response_type"] == "id_token"
        return None if fits else INVALID

    def late_refusal(self, params: Params, launch: Launch | None) -> Outcome | None:
        if launch is None or params["redirect_uri"] not in launch.registration.redirect_uris:
            return INVALID
        if error := _mistake(params, launch):
            state = {"state": params["state"]} if "state" in params else {}
            return Form(params["redirect_uri"], {**error, **state})
        if not self.site.may_enter(launch.person, launch.course):
            return SeeOther(f"/enrol/{launch.course.number}")
        return None

    def not_logged_in(self, params: Params) -> Outcome | None:
        return SeeOther("/") if params.get("repost") else Repost()


def _mistake(params: Params, launch: Launch) -> dict[str, str]:
    if params["client_id"] != launch.registration.client_id:
        return {"error": "unauthorized_client"}
    if params["login_hint"] != launch.person.login_hint:
        return {"error": "access_denied"}
    if params.get("response_mode") != "form_post":
        return {"error": "invalid_request", "error_description": "Invalid response_mode"}
    if params.get("prompt", "none") != "none":
        return {"error": "invalid_request", "error_description": "Invalid prompt"}
    return {}
