"""Writing what a course list changes; for `roster.actions`, inside its transaction.

An unchanged list writes nothing. Nobody is deleted: who left has a `left_at`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, select, update

from lti_tool.courses.awaited import awaited_in, meet
from lti_tool.courses.models import Membership, User
from lti_tool.courses.record import GROUP, forget_others, keep_groups
from lti_tool.db import db, insert_all_missing, utcnow
from lti_tool.launch.models import Visit
from lti_tool.lti.course_groups import CourseGroup
from lti_tool.lti.memberships import Member, Roster
from lti_tool.roster.changes import Changes, Known, Pair

AT_ONCE = 1000
"""Rows of one statement."""


def known_members(context_id: int, *, asked_at: datetime) -> dict[str, Known]:
    """Everybody we know in a context, also those who left, by subject."""
    came = select(Visit.membership_id).where(Visit.created_at >= asked_at)
    just_came = set(db.session.scalars(came))
    query = (
        select(
            User.subject, Membership.id, User.id, User.name, User.given_name,
            cast(Membership.launch_roles, Text), cast(Membership.roster_roles, Text),
            Membership.is_learner, Membership.left_at.is_not(None),
            Membership.joined_at >= asked_at, cast(Membership.group_ids, Text),
        )
        .join(Membership.user)
        .where(Membership.context_id == context_id, User.subject.is_not(None))
    )  # fmt: skip
    return {
        str(row[0]): Known(
            *row[1:5], _names(row[5]), _names(row[6]), row[7], row[8],
            has_just_come=row[9] or row[1] in just_came, group_ids=_names(row[10]),
        )
        for row in db.session.execute(query)
    }  # fmt: skip


def _batched(members: Sequence[Member]) -> Iterator[Sequence[Member]]:
    """As many at a time as one statement takes."""
    for start in range(0, len(members), AT_ONCE):
        yield members[start : start + AT_ONCE]


@lru_cache(maxsize=512)
def _names(written: str) -> tuple[str, ...]:
    """A list of roles or groups; thousands of members share a handful."""
    return tuple(json.loads(written))


def write(context_id: int, registration_id: int, changes: Changes) -> None:
    """Write changes that are believed."""
    _rename(changes.renamed)
    _settle({id(pair[0]): pair for pair in (*changes.returned, *changes.other_roles)}.values())
    _regroup(changes.other_groups)
    _update(Membership, [{"id": one.membership_id, "left_at": utcnow()} for one in changes.left])
    for some in _batched(changes.joined):
        _join(context_id, registration_id, some)


def meet_awaited(context_id: int, roster: Roster, *, asked_at: datetime) -> bool:
    """The platform names its people: who was listed by staff is one of them now, or has left.

    Of differences nobody is awaited: a whole list came before them.

    Gives whether anybody was recognised.
    """
    awaited = {one.user.sourced_id: one for one in awaited_in(context_id)}
    met = [
        meet(context_id, member.subject, sourced_id=member.sourced_id)
        for member in (roster.members if awaited else ())
        if member.is_active and {member.subject, member.sourced_id} & awaited.keys()
    ]
    for one in awaited_in(context_id) if awaited else ():
        if one.joined_at < asked_at:
            one.left_at = one.left_at or utcnow()
    db.session.flush()
    return any(met)


def write_groups(context_id: int, roster: Roster, listed: tuple[CourseGroup, ...] | None) -> None:
    """Keep the groups that the platform lists, and those that the course list names.

    `listed` is None where they could not be read; then none that is known is forgotten.
    """
    known = {one.group_id for one in listed or ()}
    enrolled = {group_id for one in roster.members for group_id in one.groups or ()}
    groups = (*(listed or ()), *map(CourseGroup, sorted(enrolled - known)))
    keep_groups(context_id, GROUP, groups)
    if listed is not None:
        forget_others(context_id, groups)


def _rename(pairs: Iterable[Pair]) -> None:
    rows = [
        {
            "id": old.user_id,
            "name": new.name or old.name,
            "given_name": new.given_name or old.given_name,
        }
        for old, new in pairs
    ]
    _update(User, rows)


def _settle(pairs: Iterable[Pair]) -> None:
    """Other roles in the list, or back in it: who this is, is worked out again."""
    rows = [
        {"id": old.membership_id, "left_at": None, **_roles(old.launch_roles, new)}
        for old, new in pairs
    ]
    _update(Membership, rows)


def _regroup(pairs: Iterable[Pair]) -> None:
    _update(
        Membership,
        [{"id": old.membership_id, "group_ids": list(new.groups or ())} for old, new in pairs],
    )


def _join(context_id: int, registration_id: int, members: Sequence[Member]) -> None:
    """New memberships; who launches at the same moment is not disturbed."""
    people = [
        {"registration_id": registration_id, "subject": one.subject, "name": one.name,
         "given_name": one.given_name, "sourced_id": one.sourced_id}
        for one in members
    ]  # fmt: skip
    insert_all_missing(User, people)
    ids = _user_ids(registration_id, members)
    rows = [
        {"context_id": context_id, "user_id": ids[one.subject], "group_ids": list(one.groups or ()),
         **_roles((), one)}
        for one in members
    ]  # fmt: skip
    insert_all_missing(Membership, [{**row, "launch_roles": [], "section_ids": []} for row in rows])


def _roles(launch_roles: Sequence[str], member: Member) -> dict[str, Any]:
    """The columns that a membership settles from both lists of roles."""
    one = Membership(launch_roles=list(launch_roles), roster_roles=list(member.roles.names))
    one.settle_roles()
    return {
        "roster_roles": one.roster_roles,
        "is_staff": one.is_staff,
        "is_learner": one.is_learner,
    }


def _user_ids(registration_id: int, members: Sequence[Member]) -> dict[str, int]:
    query = select(User.subject, User.id).where(
        User.registration_id == registration_id,
        User.subject.in_([one.subject for one in members]),
    )
    return {str(subject): number for subject, number in db.session.execute(query)}


def _update(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Update rows by their `id`, all of them the same columns."""
    if rows:
        db.session.execute(update(model), rows)
