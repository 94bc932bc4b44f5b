"""The tool's key pairs as plain data: make one, load it, name it, publish its public half.

RSA and RS256 only (Security Framework 1.0, 6.1). Keeping and choosing keys is for
`lti_tool.platforms.keys`.
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

KEY_SIZE = 2048
"""Bits; the smallest that every platform takes, and the quickest to sign with."""


def new_key() -> RSAPrivateKey:
    """A fresh key pair; takes a moment."""
    return generate_private_key(public_exponent=65537, key_size=KEY_SIZE)


def pem_of(key: RSAPrivateKey) -> str:
    """The private key as text, not encrypted: seal it before it is kept."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem.decode()


def key_from(pem: str) -> RSAPrivateKey:
    """A key that we made, from its text; raises ValueError when it is none.

    It is not proved again that its numbers are prime: that takes 50 ms, and it is ours.
    """
    key = load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")
    return key


def kid_of(key: RSAPrivateKey) -> str:
    """The name of a key: its thumbprint (RFC 7638), the same wherever it is worked out."""
    canonical = json.dumps(_members(key), separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(canonical.encode()).digest())


def public_jwk(key: RSAPrivateKey) -> dict[str, str]:
    """The public half as platforms read it (RFC 7517); Canvas wants `alg` and `use` too."""
    return {**_members(key), "kid": kid_of(key), "alg": "RS256", "use": "sig"}


def _members(key: RSAPrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
