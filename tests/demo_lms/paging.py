"""Pages of a list: a cursor that only this LMS can read, and the Link header (RFC 8288)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

BOOKMARK = "bookmark:"


def cursor(offset: int) -> str:
    """An opaque, case-sensitive name of the place in the list."""
    text = json.dumps({"offset": offset, "Seen": True}).encode()
    return BOOKMARK + urlsafe_b64encode(text).rstrip(b"=").decode()


def offset_of(text: str | None) -> int | None:
    """The place a cursor names, 0 without one, None for one that was tampered with."""
    if not text or text == "1":
        return 0
    code = text.removeprefix(BOOKMARK)
    try:
        return int(json.loads(urlsafe_b64decode(code + "=" * (-len(code) % 4)))["offset"])
    except (ValueError, KeyError, TypeError):
        return None


def size_of(wanted: str | None, default: int, *, at_most: int) -> int:
    """How many on a page: what was asked for, within bounds."""
    asked = int(wanted) if wanted and wanted.isdecimal() else 0
    return min(asked or default, at_most)


def links(
    url: str, kept: Mapping[str, str], *, places: Sequence[tuple[str, int]], size: int
) -> str:
    """The Link header with one entry a relation; `kept` are the other parameters of the query."""
    entries = []
    for relation, offset in places:
        query = {**kept, "page": cursor(offset) if offset else "1", "per_page": str(size)}
        entries.append(f'<{url}?{urlencode(query)}>; rel="{relation}"')
    return ",".join(entries)


def places(offset: int, size: int, total: int) -> list[tuple[str, int]]:
    """The relations of this page and where each begins."""
    found = [("current", offset)]
    if offset + size < total:
        found.append(("next", offset + size))
    if offset > 0:
        found.append(("prev", max(0, offset - size)))
    return [*found, ("first", 0)]


def cut(everything: Sequence[Any], offset: int | None, size: int) -> list[Any]:
    """The entries of this page; nothing for a place that does not exist."""
    return [] if offset is None else list(everything[offset : offset + size])
