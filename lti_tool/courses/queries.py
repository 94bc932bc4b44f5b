"""Asking who is in a course, and in which of its sections and groups."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from lti_tool.courses.models import Context, Membership, PlatformGroup, User
from lti_tool.db import db
from lti_tool.errors import NotHere

ByGroup = dict[tuple[str, str], list[int]]
"""Memberships, by our own number, of each kind and platform's id of a group."""


@dataclass(frozen=True)
class GroupPeople:
    """A section or group of the platform with the learners in it; some have no name.

    `members` are memberships by our own number, in the order of names.
    """

    id: int
    name: str
    members: tuple[int, ...]


@dataclass(frozen=True)
class GroupSet:
    """One way in which the platform divides a course: its sections, or one set of groups.

    `key` names it inside the course; `kind` is `section` or `group`; `groups` have people in them.
    """

    key: str
    kind: str
    name: str
    groups: tuple[GroupPeople, ...]

    @property
    def members(self) -> list[int]:
        """Everybody in these groups, as often as they are in one."""
        return [member for group in self.groups for member in group.members]

    @property
    def count(self) -> int:
        """How many are in any of these groups."""
        return len(set(self.members))

    @property
    def sizes(self) -> list[int]:
        """How many are in each group, largest first."""
        return sorted((len(group.members) for group in self.groups), reverse=True)

    @property
    def is_division(self) -> bool:
        """Whether nobody is in two of these groups."""
        return self.count == len(self.members)


def learners_of(context_id: int) -> list[Membership]:
    """Everybody who takes part in a context now, by name."""
    return _present(context_id, Membership.is_learner)


def staff_of(context_id: int) -> list[Membership]:
    """The staff of a context, by name."""
    return _present(context_id, Membership.is_staff)


def membership_in(context_id: int, membership_id: int) -> Membership:
    """One membership of a context; raises NotHere when it belongs to another."""
    found = db.session.get(Membership, membership_id)
    if found is None or found.context_id != context_id:
        raise NotHere("no such membership in this context")
    return found


def context_of(context_id: int) -> Context:
    """A context by our own number; raises NotHere."""
    found = db.session.get(Context, context_id)
    if found is None:
        raise NotHere("no such context")
    return found


def platform_groups(context_id: int) -> list[GroupSet]:
    """The sections and groups of a course that the platform has told us of, sections first."""
    sets: dict[tuple[str, str, str], list[PlatformGroup]] = defaultdict(list)
    query = select(PlatformGroup).filter_by(context_id=context_id).order_by(PlatformGroup.id)
    for row in sorted(db.session.scalars(query), key=lambda one: _as_counted(one.name)):
        sets[row.kind, row.set_name, row.set_id].append(row)
    members = _members_by_group(context_id) if sets else {}
    found = [_set(*named, rows=rows, members=members) for named, rows in sets.items()]
    return sorted(
        (one for one in found if one.groups), key=lambda one: (one.kind != "section", one.name)
    )


def sections_of(context_id: int) -> dict[int, dict[str, tuple[int, ...]]]:
    """For each learner's membership the groups they are in, by the key of the set: our numbers.

    Who is in no group of a set has no entry for it; an unknown section is no section.
    """
    found: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for one in platform_groups(context_id):
        for group in one.groups:
            for member in group.members:
                mine = found[member]
                mine[one.key] = (*mine.get(one.key, ()), group.id)
    return dict(found)


def _as_counted(name: str) -> list[tuple[int, str]]:
    """Names in the order in which people count: group 2 before group 10, no name last."""
    if not name:
        return [(sys.maxsize, "")]
    parts = re.split(r"(\d{1,9})", name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _members_by_group(context_id: int) -> ByGroup:
    found: ByGroup = defaultdict(list)
    query = (
        select(Membership.id, Membership.section_ids, Membership.group_ids)
        .join(Membership.user)
        .where(Membership.context_id == context_id, Membership.is_learner)
        .where(Membership.left_at.is_(None))
        .order_by(User.name, User.id)
    )
    for member, sections, groups in db.session.execute(query):
        for kind, ids in (("section", sections), ("group", groups)):
            for group_id in ids:
                found[kind, group_id].append(member)
    return found


def _set(
    kind: str,
    name: str,
    set_id: str,
    *,
    rows: Iterable[PlatformGroup],
    members: ByGroup,
) -> GroupSet:
    groups = (
        GroupPeople(row.id, row.name, tuple(members.get((kind, row.group_id), ()))) for row in rows
    )
    key = f"{kind}:{set_id}" if set_id else kind
    return GroupSet(key, kind, name, tuple(one for one in groups if one.members))


def _present(context_id: int, kind: InstrumentedAttribute[bool]) -> list[Membership]:
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.context_id == context_id, kind, Membership.left_at.is_(None))
        .order_by(User.name, User.id)
    )
    return list(db.session.scalars(query))
