"""The Platform Notification Service 1.0 as Canvas has it: who wants to hear, and telling them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from flask import Blueprint, Response, jsonify, request

from tests.demo_lms.bodies import json_object
from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.services import calling
from tests.demo_lms.vocabulary import CLAIM, LIS, NOTICES_SCOPE

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.registrations import Registration
    from tests.demo_lms.site import Site

HANDLERS = "/api/lti/notice-handlers"
COPIED = "LtiContextCopyNotice"
TYPES = ("LtiHelloWorldNotice", COPIED)
PATIENCE = 10.0
"""Seconds; a tool that does not answer is not told again."""


def blueprint(site: Site) -> Blueprint:
    """One address for each deployment."""
    pages = Blueprint("notices", __name__)

    def handlers(deployment_id: str) -> Response:
        registration = calling(site, NOTICES_SCOPE)
        if deployment_id not in registration.deployments:
            raise ServiceRefusalError(403, "permission denied")
        return keep(site, deployment_id) if request.method == "PUT" else listed(site, deployment_id)

    rule = f"{HANDLERS}/<deployment_id>"
    pages.add_url_rule(rule, "notices", handlers, methods=["GET", "PUT"])
    return pages


def claim(site: Site, launch: Launch) -> dict[str, Any]:
    """What a launch says of the service; nothing where the tool may not use it."""
    if NOTICES_SCOPE not in launch.registration.scopes:
        return {}
    return {
        f"{CLAIM}platformnotificationservice": {
            "service_versions": ["1.0"],
            "platform_notification_service_url": (
                f"{site.url}{HANDLERS}/{launch.link.deployment_id}"
            ),
            "scope": [NOTICES_SCOPE],
            "notice_types_supported": list(TYPES),
        }
    }


def keep(site: Site, deployment_id: str) -> Response:
    """One handler a type: a new one takes its place, an empty one takes it away."""
    asked = json_object(request.get_data()) or {}
    kind, handler = asked.get("notice_type"), asked.get("handler")
    if kind not in TYPES or not isinstance(handler, str) or not is_address(handler):
        raise ServiceRefusalError(400, "handler must be a valid URL or an empty string")
    site.notice_handlers[deployment_id, kind] = handler
    return jsonify(asked)


def listed(site: Site, deployment_id: str) -> Response:
    """The handlers of a deployment, as they stand."""
    found = [
        {"notice_type": kind, "handler": site.notice_handlers.get((deployment_id, kind), "")}
        for kind in TYPES
    ]
    return jsonify({"deployment_id": deployment_id, "notice_handlers": found})


def is_address(handler: str) -> bool:
    """Whether this can be a handler."""
    return not handler or urlsplit(handler).scheme in ("http", "https")


def tell_of_copy(site: Site, made: Course, course: Course) -> None:
    """Tell every tool that wants to hear of it; who does not answer is not told again."""
    for registration in site.registrations.values():
        for deployment_id in registration.deployments:
            handler = site.notice_handlers.get((deployment_id, COPIED))
            if handler:
                notice = copied(site, registration, deployment_id, made=made, origin=course)
                deliver(handler, site.keys.sign(notice))


def deliver(handler: str, *tokens: str) -> int:
    """Post notices as one batch; gives the status, 0 when nobody answered."""
    body = {"notices": [{"jwt": token} for token in tokens]}
    try:
        return requests.post(handler, json=body, timeout=PATIENCE).status_code
    except requests.RequestException:
        return 0


def copied(
    site: Site, registration: Registration, deployment_id: str, *, made: Course, origin: Course
) -> dict[str, Any]:
    """The claims of a notice: no person, and the nearest origin alone."""
    now = int(site.clock().timestamp())
    return {
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}notice": {
            "id": secrets.token_hex(16),
            "timestamp": site.clock().isoformat(),
            "type": COPIED,
        },
        "iss": site.issuer,
        "aud": registration.client_id,
        "azp": registration.client_id,
        "iat": now,
        "exp": now + 3600,
        "nonce": secrets.token_hex(16),
        f"{CLAIM}deployment_id": deployment_id,
        f"{CLAIM}context": {
            "id": made.id,
            "label": made.label,
            "title": made.title,
            "type": [f"{LIS}course#CourseOffering"],
        },
        f"{CLAIM}origin_contexts": [origin.id],
    }
