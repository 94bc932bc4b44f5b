"""Access tokens for a platform's services (Security Framework 1.0, 4.1; RFC 7523).

One token serves all calls with one set of scopes until shortly before it expires, in all
processes: the store that is handed in is shared. For `lti_tool.lti.services` alone.
"""

import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lti_tool.errors import PlatformBusy, PlatformNotNow, PlatformSaysNo, PlatformUnclear
from lti_tool.lti.connection import accepted, json_of, send
from lti_tool.lti.platform import Platform
from lti_tool.settings import is_loopback

MARGIN = 60
"""Seconds before its end from which a token is not used any more."""
PRESUMED_LIFE = 600
"""Seconds that a token is used when the platform does not say how long it lasts."""
LONGEST_LIFE = 86_400
ASSERTION_LIFE = 240
"""Seconds that an assertion is good, after the BACKDATE."""
BACKDATE = 30
"""Seconds by which our clock may be ahead: Canvas refuses what was issued later than that."""
VAIN_PAUSE = 60
"""Seconds without renewals after one that did not help: the token was not what was wrong."""
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Signer = Callable[[], tuple[str, RSAPrivateKey]]
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Token:
    """An access token; `good_until` is when we stop using it, MARGIN before it expires."""

    value: str
    good_until: datetime

    @property
    def is_good(self) -> bool:
        """Whether it may still be used."""
        return datetime.now(UTC) < self.good_until


class TokenStore(Protocol):
    """Where tokens are shared between processes; each call is a short transaction of its own."""

    def load(self, platform_key: int, scopes: str) -> Token | None:
        """The token that was saved last, good or not."""

    def save(self, platform_key: int, scopes: str, *, token: Token) -> None:
        """Keep this token in place of the one before."""


class Tokens:
    """The tokens of this process, over a shared store; safe between threads."""

    def __init__(self, store: TokenStore, sign_with: Signer) -> None:
        """`sign_with()` gives the kid and the key that sign our assertions."""
        self._store, self._sign_with = store, sign_with
        self._kept: dict[Key, Token] = {}
        self._in_vain: dict[Key, float] = {}
        self._locks: defaultdict[Key, threading.Lock] = defaultdict(threading.Lock)

    def token(self, platform: Platform, scopes: Iterable[str]) -> str:
        """A token for these scopes, fetched when there is no good one.

        Never call it inside a transaction that writes. Raises PlatformTrouble.
        """
        key = _key(platform, scopes)
        kept = self._kept.get(key)
        return kept.value if kept and kept.is_good else self._other(platform, key, refused=None)

    def renewed(self, platform: Platform, scopes: Iterable[str], *, refused: str) -> str | None:
        """Another token than the one that was refused; None when a renewal did not help lately."""
        key = _key(platform, scopes)
        if time.monotonic() < self._in_vain.get(key, 0.0):
            return None
        return self._other(platform, key, refused=refused)

    def renewed_in_vain(self, platform: Platform, scopes: Iterable[str]) -> None:
        """Remember that the renewed token was refused as well."""
        self._in_vain[_key(platform, scopes)] = time.monotonic() + VAIN_PAUSE

    def _other(self, platform: Platform, key: Key, *, refused: str | None) -> str:
        """A good token that is not the refused one: kept, shared by another process, or fetched."""
        with self._locks[key]:
            known = (self._kept.get(key), self._store.load(*key))
            good = [one for one in known if one and one.is_good and one.value != refused]
            token = good[0] if good else fetch_token(platform, key[1], signer=self._sign_with())
            if not good:
                self._store.save(*key, token=token)
            self._kept[key] = token
            return token.value


def fetch_token(platform: Platform, scopes: str, *, signer: tuple[str, RSAPrivateKey]) -> Token:
    """Ask the platform for a token (RFC 6749, 4.4); `scopes` are joined by blanks.

    Raises PlatformTrouble; a platform that is busy has surely done nothing else: PlatformNotNow.
    """
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion(platform, *signer),
        "scope": scopes,
    }
    headers = {"Accept": "application/json"}
    check_address(platform.auth_token_url)
    try:
        answer = accepted(send("POST", platform.auth_token_url, data=form, headers=headers))
    except PlatformBusy as busy:
        raise PlatformNotNow(busy.reason, retry_after=busy.retry_after) from busy
    return _read(json_of(answer), scopes)


def assertion(platform: Platform, kid: str, key: RSAPrivateKey) -> str:
    """The signed proof that we are this client (Security Framework 1.0, 4.1.1)."""
    issued = int(time.time()) - BACKDATE
    claims = {
        "iss": platform.client_id,
        "sub": platform.client_id,
        "aud": platform.token_audience or platform.auth_token_url,
        "iat": issued,
        "exp": issued + BACKDATE + ASSERTION_LIFE,
        "jti": uuid.uuid4().hex,
    }
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})


def check_address(url: str) -> None:
    """Tokens travel encrypted, or on this machine only; raises PlatformUnclear."""
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    if not is_safe or not parts.hostname:
        raise PlatformUnclear("the address of a service is not https")


def _read(document: Any, scopes: str) -> Token:
    """The token of an answer. Moodle calls its JSON text/html; so the media type is not asked."""
    if not isinstance(document, dict):
        raise PlatformUnclear("the token answer is no object")
    value, kind = document.get("access_token"), document.get("token_type", "bearer")
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value:
        raise PlatformUnclear("the token answer has no usable access_token")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise PlatformUnclear("the token is no bearer token")
    granted = document.get("scope")
    if isinstance(granted, str) and granted and not {*granted.split()} & {*scopes.split()}:
        raise PlatformSaysNo("none of the scopes was granted")
    life = _life(document.get("expires_in"))
    return Token(value, datetime.now(UTC) + timedelta(seconds=max(life - MARGIN, life / 2)))


def _life(value: object) -> float:
    """Seconds that a token lasts; what cannot be read counts as PRESUMED_LIFE."""
    try:
        seconds = float(str(value))
    except ValueError:
        return PRESUMED_LIFE
    return min(seconds, LONGEST_LIFE) if seconds > 0 else PRESUMED_LIFE


def _key(platform: Platform, scopes: Iterable[str]) -> Key:
    return platform.key, " ".join(sorted(scopes))
