"""The course list of a platform (Names and Role Provisioning Services 2.0), read to its end.

For the step `roster`. A list that could not be read to its end is no list: it raises.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import requests

from lti_tool.errors import PlatformUnclear
from lti_tool.lti import claims
from lti_tool.lti.connection import accepted, json_of, media_type
from lti_tool.lti.links import next_url, same_origin
from lti_tool.lti.roles import Roles, read_roles
from lti_tool.lti.services import Service

MEDIA_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
SCOPES = (claims.SCOPE_MEMBERSHIPS,)
MOST_PAGES = 2_000
"""A hundred thousand members in pages of fifty; more is a list that never ends."""
GONE = frozenset({"inactive", "deleted"})


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a course list. Names are empty where the platform keeps them to itself."""

    subject: str
    name: str
    given_name: str
    roles: Roles
    is_active: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """A course list that was read to its end; each person stands in it once.

    It is not `is_complete` when somebody in it could not be read: then absence means nothing.
    """

    members: tuple[Member, ...]
    is_complete: bool


def read_members(service: Service, memberships_url: str) -> Roster:
    """Read the whole course list with a service under SCOPES; never inside a transaction.

    No `limit` is asked for: Canvas gives its fifty anyway, and Moodle everybody. Nor a `role`:
    Moodle mixes its pages then. Raises PlatformTrouble when any page fails.
    """
    found: dict[str, Member] = {}
    is_complete = True
    unescape = service.platform.product_family == "moodle"
    for page in _pages(service, memberships_url):
        for claim in _listed(page):
            member = _member(claim, unescape=unescape)
            if member is None:
                is_complete = False
            else:
                known = found.get(member.subject)
                found[member.subject] = _both(known, member) if known else member
    return Roster(tuple(found.values()), is_complete)


def _pages(service: Service, first: str) -> Iterator[requests.Response]:
    """The pages, by the links between them; raises when they turn in a circle or lead away."""
    seen, here = set[str](), first
    while here:
        if here in seen or len(seen) >= MOST_PAGES:
            raise PlatformUnclear("course list: the pages never end")
        if not same_origin(here, first):
            raise PlatformUnclear("course list: the next page is on another host")
        seen.add(here)
        answer = accepted(service.send("GET", here, headers={"Accept": MEDIA_TYPE}))
        yield answer
        here = next_url(answer) or ""


def _listed(answer: requests.Response) -> list[Any]:
    if media_type(answer) != MEDIA_TYPE:
        raise PlatformUnclear("course list: another media type")
    container = json_of(answer)
    listed = container.get("members") if isinstance(container, dict) else None
    if not isinstance(listed, list):
        raise PlatformUnclear("course list: no list of members")
    return listed


def _member(claim: Any, *, unescape: bool) -> Member | None:
    """One entry; None when nobody can say whom it means."""
    subject = _subject(claim)
    if subject is None:
        return None
    name, given, family = (claims.text(claim, n) for n in ("name", "given_name", "family_name"))
    name = name or f"{given} {family}".strip()
    if unescape:
        name, given = html.unescape(name), html.unescape(given)
    return Member(subject, name, given, _roles(claim.get("roles")), _is_active(claim))


def _subject(claim: Any) -> str | None:
    """`user_id`, which is the `sub` of launches (NRPS 2.0, 2.3); some platforms send a number."""
    value: Any = claim.get("user_id") if isinstance(claim, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.isascii():
        return None
    return value if 0 < len(value) <= claims.LONGEST_ID else None


def _is_active(claim: dict[str, Any]) -> bool:
    """Absent means active (NRPS 2.0, 2.3); the word may be a whole URI."""
    return claims.text(claim, "status").rpartition("#")[2].lower() not in GONE


def _roles(value: Any) -> Roles:
    return read_roles(value if isinstance(value, list) else [value])


def _both(one: Member, other: Member) -> Member:
    """A person who stands in the list twice has the roles of both entries."""
    names = tuple(sorted({*one.roles.names, *other.roles.names}))
    roles = Roles(names, is_admin=one.roles.is_admin or other.roles.is_admin)
    return replace(one, roles=roles, is_active=one.is_active or other.is_active)
