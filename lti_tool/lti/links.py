"""The `Link` header of an answer (RFC 8288): where the next page is, exactly as given.

For the services of this folder. Addresses are opaque: their case and query stay as they are.
"""

import re
from urllib.parse import urljoin, urlsplit

import requests

PORTS = {"http": 80, "https": 443}
LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)')
RELATION = re.compile(r';\s*rel\s*=\s*("[^"]*"|[^",;\s]*)', re.IGNORECASE)
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
WORD = re.compile(r"[a-z]+")


def next_url(answer: requests.Response) -> str | None:
    """The address of the next page; None on the last one."""
    return linked(answer, "next")


def linked(answer: requests.Response, wanted: str) -> str | None:
    """The address that an answer links under a relation; None where it links none.

    `rel` may be quoted or not, hold several relations, or stand in typographic quotes (Moodle).
    """
    for target, parameters in LINK.findall(answer.headers.get("Link", "")):
        relation = RELATION.search(parameters)
        if relation and wanted in WORD.findall(relation[1].lower()):
            return str(target if ABSOLUTE.match(target) else urljoin(answer.url, target))
    return None


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses share scheme, host and port, so that one token may go to both."""
    try:
        return _origin(one) == _origin(other)
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)
