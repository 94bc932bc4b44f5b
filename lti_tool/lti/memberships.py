"""The course list of a platform (Names and Role Provisioning Services 2.0), read to its end.

For the step `roster`. A list that could not be read to its end is no list: it raises.
"""

import html
from dataclasses import dataclass, replace
from typing import Any

from lti_tool.lti import claims
from lti_tool.lti.course_groups import ids_of
from lti_tool.lti.links import linked, same_origin
from lti_tool.lti.lists import ListKind, read_pages
from lti_tool.lti.roles import Roles, read_roles
from lti_tool.lti.services import Service

MEDIA_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
SCOPES = (claims.SCOPE_MEMBERSHIPS,)
LIST = ListKind("course list", MEDIA_TYPE, key="members")
GONE = frozenset({"inactive", "deleted"})


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a course list. Names are empty where the platform keeps them to itself.

    `groups` are the ids of the groups they belong to; None where the list does not say.
    `sourced_id` is the school's own id of the person, where the platform tells it.
    """

    subject: str
    name: str
    given_name: str
    roles: Roles
    is_active: bool
    groups: tuple[str, ...] | None = None
    sourced_id: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A course list that was read to its end; each person stands in it once.

    It is not `is_complete` when somebody in it could not be read: then absence means nothing.
    `differences_url` is where the platform tells what changes from now on, if it does (NRPS 2.0,
    2.4.2); what is read there names those alone who came, changed or went.
    """

    members: tuple[Member, ...]
    is_complete: bool
    differences_url: str = ""


def read_members(service: Service, memberships_url: str) -> Roster:
    """Read the whole course list with a service under SCOPES; never inside a transaction.

    No `limit` is asked for: Canvas gives its fifty anyway, and Moodle everybody. Nor a `role`:
    Moodle mixes its pages then. Raises PlatformTrouble when any page fails.
    """
    found: dict[str, Member] = {}
    is_complete, differences_url = True, ""
    unescape = service.platform.product_family == "moodle"
    for page, claims_of_page in read_pages(service, memberships_url, kind=LIST):
        differences_url = differences_url or linked(page, "differences") or ""
        for claim in claims_of_page:
            member = _member(claim, unescape=unescape)
            if member is None:
                is_complete = False
            else:
                known = found.get(member.subject)
                found[member.subject] = _both(known, member) if known else member
    if not same_origin(differences_url, memberships_url):
        differences_url = ""
    return Roster(tuple(found.values()), is_complete, differences_url)


def _member(claim: Any, *, unescape: bool) -> Member | None:
    """One entry; None when nobody can say whom it means."""
    subject = _subject(claim)
    if subject is None:
        return None
    name, given = claims.text(claim, "name"), claims.text(claim, "given_name")
    if not name:
        name = f"{given} {claims.text(claim, 'family_name')}".strip()
    if unescape:
        name, given = html.unescape(name), html.unescape(given)
    roles, groups = _roles(claim.get("roles")), _groups(claim.get("group_enrollments"))
    sourced_id = claims.text(claim, "lis_person_sourcedid", longest=claims.LONGEST_ID)
    is_active = _is_active(claim)
    return Member(subject, name, given, roles, is_active, groups=groups, sourced_id=sourced_id)


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
    if claim.get("status") == "Active":
        return True
    return claims.text(claim, "status").rpartition("#")[2].lower() not in GONE


def _roles(value: Any) -> Roles:
    return read_roles(value if isinstance(value, list) else [value])


def _groups(value: Any) -> tuple[str, ...] | None:
    """The groups of one entry (Course Groups Service 1.0); None when it does not say."""
    if not isinstance(value, list):
        return None
    return ids_of(claim.get("group_id") for claim in value if isinstance(claim, dict))


def _both(one: Member, other: Member) -> Member:
    """A person who stands in the list twice has the roles and groups of both entries."""
    names = tuple(sorted({*one.roles.names, *other.roles.names}))
    roles = Roles(names, is_admin=one.roles.is_admin or other.roles.is_admin)
    groups = one.groups if other.groups is None else ids_of((*(one.groups or ()), *other.groups))
    is_active = one.is_active or other.is_active
    return replace(one, roles=roles, is_active=is_active, groups=groups)
