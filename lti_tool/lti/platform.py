"""What the door must know of a registration; the steps hand it in, the door knows no table."""

import functools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[\w.:-]+", re.ASCII)
"""Else a host could bring further words into a header."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One registration as the door sees it.

    `deployment_key` is our own number of the deployment that a launch names, when the platform
    was looked up for a launch; None when no such deployment is known.
    """

    key: int
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    jwks_url: str
    token_audience: str | None = None
    product_family: str = ""
    deployment_key: int | None = None

    @property
    def origin(self) -> str:
        """Who is spoken to in the browser: the origin of the authorization endpoint.

        Client Side postMessages 0.1: from the registration, never from a message.
        """
        return origin_of(self.auth_login_url)


@functools.lru_cache(maxsize=10_000)
def origin_of(address: str) -> str:
    """Scheme, host and port as browsers write an origin; "" for what is no web address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not host or not HOST.fullmatch(host) or parts.scheme not in PORTS:
        return ""
    host = f"[{host}]" if ":" in host else host
    shown = "" if port in (None, PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"
