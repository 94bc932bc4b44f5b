"""The tool's public keys, read from the JWKS address of its registration over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jwt
import requests

from tests.demo_lms.refusals import TokenProblem, TokenRefusalError
from tests.demo_lms.registrations import Registration

TIMEOUT = 5.0


@dataclass
class ToolKeys:
    """Finds a key by its kid; a temperament that keeps the set asks again on an unknown kid."""

    user_agent: str
    keeps: bool
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def find(self, registration: Registration, kid: str) -> Any:
        """The public key; raises TokenRefusalError when there is none."""
        jwk = _pick(self._kept.get(registration.jwks_url, {}), kid) if self.keeps else None
        jwk = jwk or _pick(self._read(registration), kid)
        if jwk is None:
            raise TokenRefusalError(TokenProblem.KID, kid)
        return _parsed(tuple(sorted((name, str(value)) for name, value in jwk.items())))

    def _read(self, registration: Registration) -> dict[str, Any]:
        if registration.public_jwks is not None:
            return registration.public_jwks
        self._kept[registration.jwks_url] = _fetch(registration.jwks_url, self.user_agent)
        return self._kept[registration.jwks_url]


def _fetch(url: str, user_agent: str) -> dict[str, Any]:
    try:
        answer = requests.get(url, timeout=TIMEOUT, headers={"User-Agent": user_agent})
        answer.raise_for_status()
        document: Any = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise TokenRefusalError(TokenProblem.KEYS, str(error)) from error
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise TokenRefusalError(TokenProblem.KEYS, "no list of keys")
    return document


def _pick(jwks: dict[str, Any], kid: str) -> dict[str, Any] | None:
    fitting = (jwk for jwk in jwks.get("keys", []) if jwk.get("kid") == kid)
    return next(fitting, None)


@lru_cache(maxsize=64)
def _parsed(members: tuple[tuple[str, str], ...]) -> Any:
    jwk = dict(members)
    if (
        jwk.get("kty") != "RSA"
        or jwk.get("alg") != "RS256"
        or jwk.get("use") != "sig"
        or "d" in jwk
    ):
        raise TokenRefusalError(TokenProblem.KEYS, "a key must be public, RSA, RS256, for signing")
    return jwt.PyJWK(jwk).key
