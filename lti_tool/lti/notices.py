"""Platform Notification Service 1.0: a platform tells us something, outside of any launch.

For the door, which reads what comes in, and for `platforms.listening`, which asks for it.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lti_tool.errors import LaunchMalformed, LaunchStale, LaunchUntrusted
from lti_tool.lti import claims
from lti_tool.lti.claims import Claims
from lti_tool.lti.connection import accepted
from lti_tool.lti.keysets import KeySets
from lti_tool.lti.platform import Platform
from lti_tool.lti.services import Service
from lti_tool.lti.signed import (
    LEEWAY,
    Signed,
    check_audience,
    deployment_of,
    moment,
    read_signed,
)

SERVICE = claims.LTI + "platformnotificationservice"
SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
COPIED = "LtiContextCopyNotice"
NOTICE = claims.LTI + "notice"
ORIGINS = claims.LTI + "origin_contexts"
MOST = 200
"""Notices of one batch that are read; we ask for BATCH."""
BATCH = 50
OLDEST = 7 * 86_400
"""Seconds; what was issued before is not believed, so that ids need not be kept for ever."""
MOST_ORIGINS = 20

Find = Callable[[str, str, str], Platform]
"""A platform by issuer, client_id and deployment; raises PlatformUnknown."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that passed every check; of a copy, the new course and those it was copied from."""

    platform: Platform
    deployment_key: int
    notice_id: str
    nonce: str
    type: str
    context_id: str
    label: str
    title: str
    origins: tuple[str, ...]


def service_url(body: Claims) -> str | None:
    """Where a launch lets us ask for notices of copies; None where it does not (3.1)."""
    service = claims.part(body, SERVICE)
    offers = (
        "1.0" in claims.texts(service, "service_versions")
        and SCOPE in claims.texts(service, "scope")
        and COPIED in claims.texts(service, "notice_types_supported")
    )
    return claims.web_address(service, "platform_notification_service_url") if offers else None


def ask_for_copies(service: Service, url: str, *, handler: str) -> None:
    """Have the platform tell us of copied courses at `handler` (3.2); again is the same.

    Raises PlatformTrouble.
    """
    wish = {"notice_type": COPIED, "handler": handler, "max_batch_size": BATCH}
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    accepted(service.send("PUT", url, headers=headers, data=json.dumps(wish).encode()))


def read_batch(content: bytes) -> list[str]:
    """The signed notices of one delivery (3.3); raises LaunchMalformed for anything else."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise LaunchMalformed("notices: not JSON") from None
    listed = document.get("notices") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST:
        raise LaunchMalformed("notices: no list of them, or too many")
    return [claims.text(one, "jwt", longest=len(content)) for one in listed]


def read_notice(token: str, *, find: Find, key_sets: KeySets) -> Notice:
    """Check a notice as a launch is checked, but without a state; raises LaunchRefused.

    The platform is looked up by what the token says, and believed once its key has signed it.
    """
    signed = read_signed(token)
    platform = find(*_named(signed.body))
    check_audience(signed.body, platform.client_id)
    signed.verify(key_sets.key(platform.jwks_url, signed.kid))
    _check_times(signed.body, now=time.time())
    if signed.body.get(claims.LTI + "version") != "1.3.0":
        raise LaunchMalformed("notice of another version")
    return _read(signed, platform)


def _named(body: Claims) -> tuple[str, str, str]:
    issuer, audience = body.get("iss"), body.get("aud")
    client_id = audience[0] if isinstance(audience, list) and audience else audience
    if not (_is_name(issuer) and _is_name(client_id)):
        raise LaunchUntrusted("iss or aud is missing or no name")
    return str(issuer), str(client_id), deployment_of(body)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()


def _check_times(body: Claims, *, now: float) -> None:
    """No login tells when it may have begun, so its age is limited, not only its end."""
    issued_at = moment(body, "iat")
    if issued_at - LEEWAY > now:
        raise LaunchUntrusted("the notice is from the future")
    if moment(body, "exp") + LEEWAY <= now or issued_at + OLDEST < now:
        raise LaunchStale("the notice is too old")


def _read(signed: Signed, platform: Platform) -> Notice:
    body, said = signed.body, claims.part(signed.body, NOTICE)
    notice_id, nonce = said.get("id"), body.get("nonce")
    if not claims.is_identifier(notice_id) or not claims.is_identifier(nonce):
        raise LaunchMalformed("notice without an id or a nonce")
    context = claims.part(body, claims.CONTEXT)
    return Notice(
        platform=platform,
        deployment_key=platform.deployment_key or 0,
        notice_id=str(notice_id),
        nonce=str(nonce),
        type=claims.text(said, "type"),
        context_id=_identifier(context.get("id")),
        label=claims.text(context, "label"),
        title=claims.text(context, "title"),
        origins=tuple(filter(_identifier, claims.texts(body, ORIGINS)[:MOST_ORIGINS])),
    )


def _identifier(value: Any) -> str:
    return value if claims.is_identifier(value) else ""
