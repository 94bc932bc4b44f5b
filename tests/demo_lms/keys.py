"""The LMS's signing keys, their JWKS, and a signer that also makes wrong tokens on request."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

POOL_SIZE = 9
_turns = itertools.count()


@cache
def _pooled(index: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def next_private_key() -> rsa.RSAPrivateKey:
    """A key of this process's small pool: making one is slow, and tests start many an LMS."""
    return _pooled(next(_turns) % POOL_SIZE)


@dataclass(frozen=True)
class SigningKey:
    """A private key with the name it is published under."""

    kid: str
    private: rsa.RSAPrivateKey

    def public_jwk(self) -> dict[str, str]:
        """The public members only (RFC 7517)."""
        numbers = self.private.public_key().public_numbers()
        jwk = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.kid}
        return {**jwk, "n": _number(numbers.n), "e": _number(numbers.e)}


def sign(claims: Any, header: Mapping[str, Any], key: Any = None) -> str:
    """A compact JWS; header `alg` is RS256 (RSA key), HS256 (bytes) or anything else unsigned."""
    signed = f"{_part(header)}.{_part(claims)}"
    return f"{signed}.{_b64(_signature(signed.encode(), header.get('alg'), key))}"


def _signature(message: bytes, alg: Any, key: Any) -> bytes:
    if alg == "RS256":
        return bytes(key.sign(message, padding.PKCS1v15(), hashes.SHA256()))
    if alg == "HS256":
        return hmac.new(key, message, hashlib.sha256).digest()
    return b""


def _part(value: Any) -> str:
    return _b64(json.dumps(value, separators=(",", ":")).encode())


def _number(value: int) -> str:
    return _b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
