"""Writing what a course list changes; for `roster.actions`, inside its transaction.

An unchanged list writes nothing. Nobody is deleted: who left has a `left_at`.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lti_tool.courses.models import Membership, User
from lti_tool.db import db, utcnow
from lti_tool.launch.models import Visit
from lti_tool.lti.memberships import Member
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
            Membership.joined_at >= asked_at,
        )
        .join(Membership.user)
        .where(Membership.context_id == context_id)
    )  # fmt: skip
    return {
        row[0]: Known(
            *row[1:5], _names(row[5]), _names(row[6]), row[7], row[8],
            has_just_come=row[9] or row[1] in just_came,
        )
        for row in db.session.execute(query)
    }  # fmt: skip


@lru_cache(maxsize=512)
def _names(written: str) -> tuple[str, ...]:
    """A list of roles; thousands of members share a handful."""
    return tuple(json.loads(written))


def write(context_id: int, registration_id: int, changes: Changes) -> None:
    """Write changes that are believed."""
    _rename(changes.renamed)
    _settle({id(pair[0]): pair for pair in (*changes.returned, *changes.other_roles)}.values())
    _update(Membership, [{"id": one.membership_id, "left_at": utcnow()} for one in changes.left])
    _join(context_id, registration_id, changes.joined)


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


def _join(context_id: int, registration_id: int, members: Sequence[Member]) -> None:
    """New memberships; who launches at the same moment is not disturbed."""
    people = [
        {"registration_id": registration_id, "subject": one.subject, "name": one.name,
         "given_name": one.given_name}
        for one in members
    ]  # fmt: skip
    _insert_missing(User, people)
    ids = _user_ids(registration_id, members)
    rows = [
        {"context_id": context_id, "user_id": ids[one.subject], **_roles((), one)}
        for one in members
    ]
    _insert_missing(Membership, [{**row, "launch_roles": []} for row in rows])


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
    ids: dict[str, int] = {}
    for start in range(0, len(members), AT_ONCE):
        subjects = [one.subject for one in members[start : start + AT_ONCE]]
        query = select(User.subject, User.id).where(
            User.registration_id == registration_id, User.subject.in_(subjects)
        )
        ids.update((subject, number) for subject, number in db.session.execute(query))
    return ids


def _insert_missing(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Insert all rows that do not stand yet, race or no race."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    if rows:
        db.session.execute(insert(model).on_conflict_do_nothing(), rows)


def _update(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Update rows by their `id`, all of them the same columns."""
    if rows:
        db.session.execute(update(model), rows)
