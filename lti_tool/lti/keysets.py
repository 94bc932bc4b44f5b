"""The platforms' public keys (Security Framework 1.0, 6.3): kept, and refetched when unknown.

One fetch serves an hour of launches. An unknown `kid` makes one fetch more, but at most one in
REFETCH_PAUSE seconds, so that a stranger cannot make us knock at a platform's door. A fetch
that fails changes nothing.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from lti_tool.errors import KeysUnreadable, LaunchUntrusted, PlatformTrouble, PlatformUnclear
from lti_tool.lti.connection import accepted, json_of, send

KEPT_FOR = 3600
REFETCH_PAUSE = 20
SMALLEST_KEY = 2048
MOST_KEYS = 100


@dataclass
class _KeySet:
    keys: dict[str, RSAPublicKey] = field(default_factory=dict)
    good_until: float = 0.0
    next_fetch: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def has(self, kid: str) -> bool:
        """Whether this key is here and still good."""
        return kid in self.keys and time.monotonic() <= self.good_until


class KeySets:
    """The key sets of all platforms, in this process; safe between threads."""

    def __init__(self) -> None:
        self._sets: dict[str, _KeySet] = {}

    def key(self, jwks_url: str, kid: str) -> RSAPublicKey:
        """The key that a platform publishes under this `kid`.

        Raises LaunchUntrusted when there is none, KeysUnreadable when none could be fetched.
        """
        known = self._sets.setdefault(jwks_url, _KeySet())
        if not known.has(kid):
            with known.lock:
                _refresh(known, jwks_url, kid=kid)
        if kid not in known.keys:
            raise LaunchUntrusted("no key of the platform has this kid")
        return known.keys[kid]


def _refresh(known: _KeySet, jwks_url: str, *, kid: str) -> None:
    """Fetch unless another thread just did; an old key serves on while the platform is away."""
    now = time.monotonic()
    if known.has(kid) or now < known.next_fetch:
        return
    try:
        known.keys = fetch_keys(jwks_url)
        known.good_until = now + KEPT_FOR
    except PlatformTrouble as trouble:
        if kid not in known.keys:
            raise KeysUnreadable(trouble.reason) from trouble
    known.next_fetch = now + REFETCH_PAUSE


def fetch_keys(jwks_url: str) -> dict[str, RSAPublicKey]:
    """Fetch a key set: RSA keys for signing with a `kid`, of SMALLEST_KEY bits or more.

    Raises PlatformTrouble when the platform does not give one.
    """
    document = json_of(accepted(send("GET", jwks_url, headers={"Accept": "application/json"})))
    listed = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST_KEYS:
        raise PlatformUnclear("the key set has no list of keys")
    return {jwk["kid"]: key for jwk in listed if (key := _usable(jwk)) is not None}


def _usable(jwk: Any) -> RSAPublicKey | None:
    if not isinstance(jwk, dict) or not isinstance(jwk.get("kid"), str):
        return None
    if jwk.get("kty") != "RSA" or jwk.get("use", "sig") != "sig":
        return None
    if jwk.get("alg", "RS256") != "RS256":
        return None
    try:
        key = RSAAlgorithm.from_jwk({name: jwk[name] for name in ("kty", "n", "e")})
    except (InvalidKeyError, KeyError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_KEY else None
