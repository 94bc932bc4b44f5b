"""A signed token of a platform, taken apart and verified: RS256, a kid, moments that can be.

For `pylti`, whose messages answer a login of ours, and `notices`, which come by themselves.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from lti_tool.errors import LaunchMalformed, LaunchUntrusted
from lti_tool.lti import claims

LEEWAY = 60
"""Seconds by which two clocks may differ."""
LATEST = 1e11
"""Seconds; the year 5138. What is later is no moment, and nor is NaN."""
PADDING, HASH = PKCS1v15(), SHA256()


@dataclass(frozen=True, slots=True)
class Signed:
    """A token in its parts; `body` is not to be believed before `verify`. Null reads as absent."""

    header: Mapping[str, Any]
    body: dict[str, Any]
    kid: str
    content: bytes
    signature: str

    def verify(self, key: RSAPublicKey) -> None:
        """Raises LaunchUntrusted unless the platform's key has signed this."""
        try:
            key.verify(_bytes(self.signature), self.content, PADDING, HASH)
        except InvalidSignature:
            raise LaunchUntrusted("the signature does not verify") from None


def read_signed(token: str) -> Signed:
    """Take a token apart: three parts, two JSON objects, RS256 and a kid.

    Raises LaunchMalformed or LaunchUntrusted.
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise LaunchMalformed("the token has not three parts")
    header, body = _header(parts[0]), _object(parts[1])
    if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
        raise LaunchUntrusted("the token is not RS256 with a kid")
    said = {name: value for name, value in body.items() if value is not None}
    content = ".".join(parts[:2]).encode()
    return Signed(header, said, header["kid"], content=content, signature=parts[2])


def moment(body: Mapping[str, Any], name: str) -> float:
    """A time in seconds since 1970; raises LaunchUntrusted when it is missing or cannot be."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LATEST:
        raise LaunchUntrusted(f"{name} is missing or no moment")
    return value


def deployment_of(body: Mapping[str, Any]) -> str:
    """The deployment that a message names; raises LaunchMalformed when it names none."""
    value = body.get(claims.DEPLOYMENT_ID)
    if not claims.is_identifier(value):
        raise LaunchMalformed("deployment_id is missing or wrong")
    return str(value)


def check_audience(body: Mapping[str, Any], ours: str) -> None:
    """The audience is ours alone: others are not trusted, and `azp` must be us.

    Raises LaunchUntrusted.
    """
    audiences = body.get("aud")
    listed = audiences if isinstance(audiences, list) else [audiences]
    if listed != [ours] or body.get("azp", ours) != ours:
        raise LaunchUntrusted("the token is for another audience")


@lru_cache(maxsize=100)
def _header(encoded: str) -> Mapping[str, Any]:
    """The same for all tokens under one key, so it is read once."""
    return MappingProxyType(_object(encoded))


def _object(encoded: str) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(encoded))
    except (ValueError, RecursionError):
        raise LaunchMalformed("the token cannot be decoded") from None
    if not isinstance(value, dict):
        raise LaunchMalformed("the token holds no object")
    return value


def _bytes(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise LaunchMalformed("the token is not base64url") from None
