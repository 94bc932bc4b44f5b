"""Deep Linking 2.0 as plain data: what a platform asks for, and our signed answer to it.

For the door, which reads the request, and for the pages where staff choose what to link.
"""

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool.errors import LaunchMalformed
from lti_tool.lti import claims
from lti_tool.lti.line_items import Column
from lti_tool.lti.platform import Platform, origin_of
from lti_tool.lti.reviewing import ANNOUNCED
from lti_tool.settings import is_loopback

REQUEST = "LtiDeepLinkingRequest"
CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SETTINGS = CLAIM + "deep_linking_settings"
OUR_TYPE = "ltiResourceLink"
ANSWER_LASTS = 300
"""Seconds; Canvas takes no answer that is older."""
BACKDATE = 15
"""Seconds by which our clock may be ahead; Canvas refuses what was issued 30 s later."""
LONGEST_ADDRESS = 20_000
"""Signs; platforms keep what they must remember in the return address."""


@dataclass(frozen=True, slots=True)
class ContentRequest:
    """What a platform takes, and where. `data` goes back as it came; None when none was sent."""

    return_url: str
    deployment_id: str
    opens_in_frame: bool
    takes_several: bool
    takes_line_items: bool
    data: str | None = None

    @property
    def origin(self) -> str:
        """Where the answer is posted to, as browsers write an origin."""
        return origin_of(self.return_url)


@dataclass(frozen=True, slots=True)
class ContentItem:
    """One link that we offer; `custom` comes back with each of its launches."""

    title: str
    text: str
    url: str
    custom: Mapping[str, str] = field(default_factory=dict)
    column: Column | None = None
    due_at: datetime | None = None


def read_request(body: claims.Claims) -> ContentRequest | None:
    """The settings of a deep linking request (3.3); None for another message.

    Raises LaunchMalformed when nothing could be sent back, or nothing of ours would be taken.
    """
    if body.get(claims.MESSAGE_TYPE) != REQUEST:
        return None
    settings = claims.part(body, SETTINGS)
    if OUR_TYPE not in claims.texts(settings, "accept_types"):
        raise LaunchMalformed("deep linking without resource links")
    targets = claims.texts(settings, "accept_presentation_document_targets")
    data = settings.get("data")
    return ContentRequest(
        return_url=_return_url(settings.get("deep_link_return_url")),
        deployment_id=body[claims.DEPLOYMENT_ID],
        opens_in_frame="iframe" in targets or "window" not in targets,
        takes_several=_is_true(settings.get("accept_multiple")),
        takes_line_items=_is_true(settings.get("accept_lineitem", True)),
        data=data if isinstance(data, str) else None,
    )


def answer(
    asked: ContentRequest,
    items: Sequence[ContentItem],
    *,
    platform: Platform,
    signer: tuple[str, RSAPrivateKey],
) -> str:
    """The signed message that goes back as form field `JWT` (3.4); no item means cancelled.

    Raises ValueError for several items where one is taken.
    """
    if len(items) > 1 and not asked.takes_several:
        raise ValueError("the platform takes one item only")
    kid, key = signer
    said = {**_frame(platform), **_message(asked, items)}
    return jwt.encode(said, key, algorithm="RS256", headers={"kid": kid})


def _frame(platform: Platform) -> dict[str, Any]:
    issued = int(time.time()) - BACKDATE
    return {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "iat": issued,
        "exp": issued + ANSWER_LASTS,
        "nonce": uuid.uuid4().hex,
    }


def _message(asked: ContentRequest, items: Sequence[ContentItem]) -> dict[str, Any]:
    said = {
        claims.MESSAGE_TYPE: "LtiDeepLinkingResponse",
        claims.LTI + "version": "1.3.0",
        claims.DEPLOYMENT_ID: asked.deployment_id,
        CLAIM + "content_items": [_item(one, asked) for one in items],
    }
    return said if asked.data is None else {**said, CLAIM + "data": asked.data}


def _item(item: ContentItem, asked: ContentRequest) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": OUR_TYPE,
        "title": item.title,
        "text": item.text,
        "url": item.url,
        "custom": dict(item.custom),
    }
    if item.column and asked.takes_line_items:
        said["lineItem"] = _line_item(item.column)
    if item.due_at:
        said["submission"] = {"endDateTime": item.due_at.astimezone(UTC).isoformat()}
    if not asked.opens_in_frame:
        said["window"] = {"targetName": "_blank"}
    return said


def _line_item(column: Column) -> dict[str, Any]:
    return {
        "label": column.label,
        "scoreMaximum": column.score_maximum,
        "resourceId": column.resource_id,
        "tag": column.tag,
        "submissionReview": ANNOUNCED,
    }


def _return_url(value: object) -> str:
    """Where the browser takes the answer: https, or plain http on this machine."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ADDRESS or not origin_of(value):
        raise LaunchMalformed("deep_link_return_url is missing or no address")
    parts = urlsplit(value)
    if parts.scheme != "https" and not is_loopback(parts.hostname):
        raise LaunchMalformed("deep_link_return_url is not https")
    return value


def _is_true(value: object) -> bool:
    """Platforms write booleans as texts and numbers too."""
    return value is True or str(value).strip().lower() in ("true", "1")
