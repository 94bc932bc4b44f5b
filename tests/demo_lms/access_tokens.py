"""Access tokens given out: opaque strings with an owner, scopes and an end."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class AccessToken:
    """One token as the LMS remembers it."""

    client_id: str
    scopes: frozenset[str]
    expires_at: datetime


@dataclass
class AccessTokens:
    """Every token of the LMS by its text, and the assertion ids used to get them."""

    _given: dict[str, AccessToken] = field(default_factory=dict)
    _used_ids: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def give(self, token: AccessToken) -> str:
        """Remember a token and give its text."""
        text = secrets.token_urlsafe(48)
        with self._lock:
            self._given[text] = token
        return text

    def find(self, text: str) -> AccessToken | None:
        """The token with this text, expired or not."""
        return self._given.get(text)

    def revoke_all(self) -> None:
        """Forget every token: the next use is answered like one of a stranger."""
        with self._lock:
            self._given.clear()

    def expire_all(self, now: datetime) -> None:
        """Let every token run out at this moment."""
        with self._lock:
            for text, token in self._given.items():
                self._given[text] = AccessToken(token.client_id, token.scopes, now)

    def use_id(self, client_id: str, assertion_id: str, *, until: datetime) -> bool:
        """Whether this assertion id is fresh; it is not the second time."""
        with self._lock:
            is_fresh = (client_id, assertion_id) not in self._used_ids
            self._used_ids[client_id, assertion_id] = until
            return is_fresh
