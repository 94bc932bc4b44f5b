"""Which keys the LMS publishes and which one signs today; rotation as each kind of LMS does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.demo_lms.keys import SigningKey, next_private_key, sign


class KeyRing:
    """Published keys by age; `kept` older and `ahead` newer ones stand beside the signer."""

    def __init__(self, kid_of: Callable[[int], str], *, kept: int, ahead: int) -> None:
        self._kid_of = kid_of
        self._ahead = ahead
        self._size = kept + 1 + ahead
        self._made = 0
        self._keys: list[SigningKey] = []
        for _ in range(self._size):
            self._add()

    @property
    def signer(self) -> SigningKey:
        """The key that signs launches now."""
        return self._keys[-1 - self._ahead]

    def rotate(self) -> str:
        """Move on to the next key and give its kid; the oldest one is no longer published."""
        self._add()
        self._keys = self._keys[-self._size :]
        return self.signer.kid

    def jwks(self) -> dict[str, Any]:
        """The document at the JWKS address."""
        return {"keys": [key.public_jwk() for key in self._keys]}

    def sign(self, claims: Any, header: Mapping[str, Any] | None = None, key: Any = None) -> str:
        """A token of this LMS; `header` changes members (None removes one), `key` signs instead."""
        signer = self.signer
        full = {"typ": "JWT", "alg": "RS256", "kid": signer.kid, **(header or {})}
        named = {name: value for name, value in full.items() if value is not None}
        return sign(claims, named, key or signer.private)

    def _add(self) -> None:
        self._made += 1
        self._keys.append(SigningKey(self._kid_of(self._made), next_private_key()))
