"""Sections and groups of a course: the Course Groups Service 1.0, and what launches say.

For the steps `courses` and `roster`. The service is read-only: no tool can make groups there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lti_tool.lti import claims
from lti_tool.lti.claims import Claims
from lti_tool.lti.lists import ListKind, read_list
from lti_tool.lti.services import Service

SCOPES = (claims.SCOPE_GROUPS,)
MEDIA_TYPE = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
GROUPS = ListKind("groups", MEDIA_TYPE, key="groups")
SETS = ListKind("group sets", MEDIA_TYPE, key="sets")
MOST = 200
"""Groups of one person; more is no honest answer."""
LONGEST_NAME = 200
SECTIONS, SECTION_NAMES = "pc_sections", "pc_section_names"
OWN_GROUPS = ("pc_own_groups", "pc_user_groups", "pc_group_contexts")
"""The launching person's groups, as the standard, Moodle and Canvas call them."""


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """A group of a course, or a section, as the platform keeps it; names may be empty.

    Groups with the same `set_id` divide the course in one way; without one they stand alone.
    """

    group_id: str
    name: str = ""
    set_id: str = ""
    set_name: str = ""


@dataclass(frozen=True, slots=True)
class GroupsService:
    """Where a platform lists the groups of a course, and their sets if it has any."""

    groups_url: str
    sets_url: str | None


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where somebody belongs in the course; None where the platform does not say."""

    sections: tuple[CourseGroup, ...] | None = None
    groups: tuple[CourseGroup, ...] | None = None


def groups_service(body: Claims) -> GroupsService | None:
    """The service that a launch offers, if it speaks version 1.0 and may be read."""
    claim = claims.part(body, claims.GROUPS)
    url = claims.web_address(claim, "context_groups_url")
    if url is None or "1.0" not in claims.texts(claim, "service_versions"):
        return None
    if claims.SCOPE_GROUPS not in claims.texts(claim, "scope"):
        return None
    return GroupsService(url, claims.web_address(claim, "context_group_sets_url"))


def read_groups(service: Service, offered: GroupsService) -> tuple[CourseGroup, ...]:
    """All groups of a course, with a service under SCOPES; never inside a transaction.

    Raises PlatformTrouble when any page fails.
    """
    sets = _set_names(service, offered.sets_url) if offered.sets_url else {}
    listed = read_list(service, offered.groups_url, kind=GROUPS)
    found = (_group(claim, sets) for claim in listed if isinstance(claim, dict))
    return tuple(one for one in found if one.group_id)


def belonging(body: Claims) -> Belonging:
    """What a launch says of who launches, by the custom parameters of `config/tool.toml`."""
    custom = claims.part(body, claims.CUSTOM)
    groups = [found for name in OWN_GROUPS if (found := _listed(custom, name)) is not None]
    return Belonging(_sections(custom), _unnamed(groups[0]) if groups else None)


def ids_of(values: Iterable[Any]) -> tuple[str, ...]:
    """Ids as we keep them: texts, each once, in one order; what is no id is passed over."""
    found = {_id(value) for value in values} - {""}
    return tuple(sorted(found)[:MOST])


def _sections(custom: Claims) -> tuple[CourseGroup, ...] | None:
    """Names come without ids, in no promised order: only a single one is surely that section's."""
    ids, names = _listed(custom, SECTIONS), _names(custom)
    if ids is None or len(ids) != 1 or len(names) != 1:
        return None if ids is None else _unnamed(ids)
    return (CourseGroup(ids[0], names[0]),)


def _listed(custom: Claims, name: str) -> tuple[str, ...] | None:
    """A parameter that lists ids: empty says that there are none, a `$` that nobody knows."""
    value = custom.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or value.lstrip().startswith("$"):
        return None
    return ids_of(value.split(","))


def _names(custom: Claims) -> list[str]:
    """The names of sections: a list of texts, written as JSON (Canvas)."""
    found = claims.written_json(custom, SECTION_NAMES, longest=10_000)
    return [one.strip() for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _unnamed(ids: tuple[str, ...]) -> tuple[CourseGroup, ...]:
    return tuple(CourseGroup(one) for one in ids)


def _set_names(service: Service, url: str) -> dict[str, str]:
    listed = read_list(service, url, kind=SETS)
    found = {_id(one.get("id")): _name(one) for one in listed if isinstance(one, dict)}
    return {set_id: name for set_id, name in found.items() if set_id}


def _group(claim: Claims, sets: dict[str, str]) -> CourseGroup:
    set_id = _id(claim.get("set_id"))
    return CourseGroup(_id(claim.get("id")), _name(claim), set_id, sets.get(set_id, ""))


def _name(claim: Claims) -> str:
    return claims.text(claim, "name", longest=LONGEST_NAME)


def _id(value: Any) -> str:
    """An id as text; "" for what is none. Some platforms send numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip().isprintable():
        return ""
    value = value.strip()
    return value if len(value) <= claims.LONGEST_ID and not value.startswith("$") else ""
