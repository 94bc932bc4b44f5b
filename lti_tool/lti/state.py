"""The state of a login: signed, short-lived, bound to browser, platform and target.

Security Framework 1.0, 5.1.1.1 and OpenID Connect 3.1.2.1. Nothing is stored at login: Moodle
starts sign-ins that never come back. What is stored is the visit that a launch becomes; its
primary key is the `sid` of the state, so state and nonce can be used once only.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from lti_tool.errors import LaunchStale, LaunchUntrusted

LIFETIME = 600
"""Seconds between login and launch."""


@dataclass(frozen=True, slots=True)
class State:
    """What a login promised: `target` and `binding` are hashes, of the target_link_uri and of
    the secret that the browser keeps in its cookie.

    `sid` is also the nonce of the login: it opens one visit, so it is spent by the launch.
    `storage` is the platform's frame that keeps the same secret for us; empty where it offers
    none (Client Side postMessages 0.1). `made_at` is when the login began, in seconds by our clock;
    0 before the state was written.
    """

    sid: str
    platform_key: int
    target: str
    binding: str
    storage: str = ""
    made_at: float = 0.0

    def bound_to(self, secret: str) -> bool:
        """Whether whoever brings this secret is the browser that began the login."""
        return hmac.compare_digest(self.binding, fingerprint(secret))

    def aims_at(self, target_link_uri: str) -> bool:
        """Whether this is the target_link_uri that the login named."""
        return self.target == fingerprint(target_link_uri)


class States:
    """Writes and reads states with the tool's secret."""

    def __init__(self, secret_key: str) -> None:
        self._signer = TimestampSigner(secret_key, salt="lti-state", digest_method=hashlib.sha256)

    def write(self, state: State) -> str:
        """The state as it travels through the platform: nothing that an address would change."""
        key, storage = str(state.platform_key), state.storage
        fields = (state.sid, key, state.target, state.binding, storage)
        return self._signer.sign("~".join(fields)).decode()

    def read(self, value: str, *, max_age: int = LIFETIME) -> State:
        """The state as it was written.

        Raises LaunchStale after `max_age` seconds and LaunchUntrusted when it is not ours.
        """
        try:
            signed, made = self._signer.unsign(value, max_age=max_age, return_timestamp=True)
        except SignatureExpired:
            raise LaunchStale("state is too old") from None
        except BadSignature:
            raise LaunchUntrusted("state is not ours") from None
        sid, key, target, binding, storage = signed.decode().split("~")
        return State(sid, int(key), target, binding, storage, made.timestamp())


def new_secret() -> str:
    """43 characters that nobody can guess."""
    return secrets.token_urlsafe(32)


def new_sid() -> str:
    """The public number of a visit, and the nonce of its launch: 22 characters."""
    return secrets.token_urlsafe(16)


def fingerprint(secret: str) -> str:
    """The SHA-256 of a secret, in hexadecimal: what is kept instead of the secret.

    Of any text, also of what JSON can say and no text should: half of a surrogate pair.
    """
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
