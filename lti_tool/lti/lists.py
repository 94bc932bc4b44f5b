"""Reading a list of a platform to its end, page by page; for `memberships` and `course_groups`.

A list that could not be read to its end is no list: it raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests

from lti_tool.errors import PlatformUnclear
from lti_tool.lti.connection import accepted, json_of, media_type
from lti_tool.lti.links import next_url, same_origin
from lti_tool.lti.services import Service

MOST_PAGES = 2_000
"""A hundred thousand members in pages of fifty; more is a list that never ends."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of list: its name for the log, its media type, and the key of its entries."""

    name: str
    media_type: str
    key: str


def read_list(service: Service, first: str, *, kind: ListKind) -> Iterator[Any]:
    """The entries of all pages; never inside a transaction. Raises PlatformTrouble."""
    for _, listed in read_pages(service, first, kind=kind):
        yield from listed


def read_pages(
    service: Service, first: str, *, kind: ListKind
) -> Iterator[tuple[requests.Response, list[Any]]]:
    """Each page as it was answered, and its entries; the same otherwise."""
    for page in _pages(service, first, kind):
        yield page, _listed(page, kind)


def _pages(service: Service, first: str, kind: ListKind) -> Iterator[requests.Response]:
    """The pages, by the links between them; raises when they turn in a circle or lead away."""
    seen, here = set[str](), first
    while here:
        if here in seen or len(seen) >= MOST_PAGES:
            raise PlatformUnclear(f"{kind.name}: the pages never end")
        if not same_origin(here, first):
            raise PlatformUnclear(f"{kind.name}: the next page is on another host")
        seen.add(here)
        answer = accepted(service.send("GET", here, headers={"Accept": kind.media_type}))
        yield answer
        here = next_url(answer) or ""


def _listed(answer: requests.Response, kind: ListKind) -> list[Any]:
    if media_type(answer) != kind.media_type:
        raise PlatformUnclear(f"{kind.name}: another media type")
    container = json_of(answer)
    listed = container.get(kind.key) if isinstance(container, dict) else None
    if not isinstance(listed, list):
        raise PlatformUnclear(f"{kind.name}: no list of {kind.key}")
    return listed
