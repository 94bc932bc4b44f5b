"""Fetching an address that a stranger gave us (Dynamic Registration 1.0, 3.4): the careful way.

https only and public addresses only, no redirects, an end to size and time. The connection goes to
the very address that was checked, so a name that changes its mind gains nothing. Loopback, with
plain http, is for a tool that runs on loopback itself. For `dynamic_registration` alone.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from lti_tool.errors import StrangerRefused, StrangerSilent
from lti_tool.settings import is_loopback

TIME_LIMIT = 15.0
"""Seconds for all of it: connecting, waiting, and an answer that comes a byte at a time."""
LARGEST = 500_000
"""Bytes; the largest honest configuration is some 10,000."""
LONGEST_URL = 4000
TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")))
"""Ways to write an IPv4 address as a public-looking IPv6 one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stranger answered, whatever its status."""

    status: int
    media_type: str
    content: bytes

    def json(self) -> Any:
        """Its JSON; raises ValueError when it is something else, or nested beyond reason."""
        try:
            return json.loads(self.content)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


@dataclass(frozen=True, slots=True)
class Strangers:
    """How far strangers' addresses may lead.

    `allows_loopback`: also to this machine, when the tool itself runs on loopback.
    `seconds`: how long one of them may take.
    """

    allows_loopback: bool
    seconds: float = TIME_LIMIT

    def check(self, url: object) -> str:
        """The address when it may be asked, now; raises StrangerRefused."""
        parts = self._parts(url)
        _addresses(parts, self._permits)
        return str(url)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Fetch; raises StrangerRefused for the address, StrangerSilent without a usable answer."""
        return self._ask("GET", url, headers=headers)

    def post(self, url: str, headers: Mapping[str, str], *, body: bytes) -> Answer:
        """Send a body; raises as `get` does."""
        return self._ask("POST", url, headers=headers, body=body)

    def _ask(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        parts = self._parts(url)
        connection = _Pinned(parts, _addresses(parts, self._permits)[0], seconds=self.seconds)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            with _ended_after(self.seconds, connection):
                connection.request(method, path, body, dict(headers))
                return _read(connection.getresponse())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise StrangerSilent(f"{parts.hostname}: {type(error).__name__}") from error

    def _parts(self, url: object) -> SplitResult:
        if not isinstance(url, str) or not url.isprintable() or len(url) > LONGEST_URL:
            raise StrangerRefused("the address is no text, or too long")
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise StrangerRefused("the address cannot be read") from error
        if not host or parts.fragment or "@" in parts.netloc or not url.isascii() or " " in url:
            raise StrangerRefused("the address has no host, or more than an address has")
        is_near = parts.scheme == "http" and self.allows_loopback and is_loopback(host)
        if parts.scheme != "https" and not is_near:
            raise StrangerRefused("the address is not https")
        return parts

    def _permits(self, address: str) -> bool:
        """Whether a connection may go to this IP address."""
        ip = ipaddress.ip_address(address.partition("%")[0])
        ip = getattr(ip, "ipv4_mapped", None) or ip
        if ip.is_loopback:
            return self.allows_loopback
        hidden = any(ip in net for net in TRANSLATED if net.version == ip.version)
        return ip.is_global and not ip.is_multicast and not ip.is_reserved and not hidden


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked; the certificate must still name the host."""

    def __init__(self, parts: SplitResult, address: str, *, seconds: float) -> None:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        super().__init__(parts.hostname or "", port, timeout=seconds)
        self.default_port = 443 if parts.scheme == "https" else 80
        self._address, self._is_tls = address, parts.scheme == "https"

    def connect(self) -> None:
        """Connect to the checked address and nowhere else."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _addresses(parts: SplitResult, permits: Any) -> list[str]:
    """The addresses of a host; one that is not permitted spoils them all."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise StrangerSilent(f"{parts.hostname}: no such name") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(map(permits, addresses)):
        raise StrangerRefused(f"{parts.hostname} leads to an address that is not public")
    return addresses


@contextmanager
def _ended_after(seconds: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Close the connection when the time is up: no limit between two bytes stops a slow drip."""
    timer = threading.Timer(seconds, _hang_up, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    if (sock := connection.sock) is not None:
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse) -> Answer:
    content = response.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise StrangerSilent(f"more than {LARGEST} bytes")
    if 300 <= response.status < 400:
        raise StrangerRefused("the address leads elsewhere by a redirect")
    return Answer(response.status, response.headers.get_content_type(), content)
