"""Keeping a list that staff bring along, where the platform gives none; what it would change.

People of it take part at once, though nobody has come yet: `courses.awaited` recognises them. The
list has the last word on those alone. Who has come stays, whatever it says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Context, Membership, User
from lti_tool.courses.queries import context_of
from lti_tool.courses.record import SECTION, keep_groups
from lti_tool.db import db, insert_missing, leave_work, utcnow
from lti_tool.errors import ChangedMeanwhile
from lti_tool.lti.course_groups import CourseGroup
from lti_tool.roster.listed.reading import Person
from lti_tool.roster.models import COMPLETE, RosterPlan
from lti_tool.roster.queries import last_read

OURS = "listed:"
"""How the id of a section begins that a list named; the platform's own are never touched."""


@dataclass(frozen=True)
class Effect:
    """What a list changes; `known` stand there as they are."""

    new: tuple[Person, ...]
    known: int
    renamed: tuple[tuple[Membership, Person], ...]
    returned: tuple[Membership, ...]
    moved: tuple[tuple[Membership, Person], ...]
    gone: tuple[Membership, ...]


def may_bring(context_id: int) -> bool:
    """Whether a list of staff's is of use: the platform has never given one."""
    return last_read(context_id, outcome=COMPLETE) is None


def effect_of(context_id: int, people: Iterable[Person]) -> Effect:
    """What this list would change now."""
    listed = {one.sourced_id: one for one in people}
    members = _members(context_id)
    by_id = {key: one for one in members for key in _ids(one)}
    pairs = [(by_id[key], one) for key, one in listed.items() if key in by_id]
    awaited = [(old, new) for old, new in pairs if old.user.subject is None]
    return Effect(
        new=tuple(one for key, one in listed.items() if key not in by_id),
        known=len(pairs),
        renamed=tuple(pair for pair in awaited if _names(pair[1]) != _names(pair[0].user)),
        returned=tuple(old for old, _ in pairs if old.left_at),
        moved=tuple(pair for pair in pairs if _is_moved(*pair)),
        gone=tuple(
            one
            for one in members
            if one.user.subject is None and not one.left_at and one.user.sourced_id not in listed
        ),
    )


def take(context_id: int, people: Sequence[Person]) -> Effect:
    """Keep this list, and give what it has changed.

    Raises ChangedMeanwhile when the platform gives a list by now: that one is kept instead.
    """
    insert_missing(RosterPlan, context_id=context_id)
    db.session.get_one(RosterPlan, context_id, with_for_update=True)
    if not may_bring(context_id):
        raise ChangedMeanwhile("the platform gives a course list by now")
    effect = effect_of(context_id, people)
    _join(context_of(context_id), effect.new)
    for old, new in effect.renamed:
        old.user.name, old.user.given_name = new.name, new.given_name
    for one in effect.returned:
        one.left_at = None
    for one in effect.gone:
        one.left_at = utcnow()
    for old, new in effect.moved:
        old.section_ids = _section(new)
    _keep_sections(context_id, people)
    leave_work("roster")
    return effect


def _members(context_id: int) -> Sequence[Membership]:
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.context_id == context_id)
    )
    return db.session.scalars(query.order_by(Membership.id)).all()


def _ids(one: Membership) -> Iterator[str]:
    """Under what a list may name somebody: the school's id, and the platform's own."""
    yield from (key for key in (one.user.sourced_id, one.user.subject) if key)


def _names(one: Person | User) -> tuple[str, str]:
    return one.name, one.given_name


def _is_moved(old: Membership, new: Person) -> bool:
    """Whether the list says another section, where the platform says none."""
    is_ours = all(one.startswith(OURS) for one in old.section_ids)
    return is_ours and old.section_ids != _section(new)


def _section(one: Person) -> list[str]:
    return [f"{OURS}{one.section}"] if one.section else []


def _join(context: Context, people: Sequence[Person]) -> None:
    """New people, whom the platform has not named yet."""
    if not people:
        return
    who = {"registration_id": context.deployment.registration_id, "subject": None}
    users = [
        {**who, "sourced_id": one.sourced_id, "name": one.name, "given_name": one.given_name}
        for one in people
    ]
    in_order = insert(User).returning(User.id, sort_by_parameter_order=True)
    numbers = db.session.scalars(in_order, users).all()
    here: dict[str, Any] = {
        "context_id": context.id, "launch_roles": [], "roster_roles": ["Learner"],
        "group_ids": [], "is_staff": False, "is_learner": True,
    }  # fmt: skip
    members = [
        {**here, "user_id": number, "section_ids": _section(one)}
        for number, one in zip(numbers, people, strict=True)
    ]
    db.session.execute(insert(Membership), members)


def _keep_sections(context_id: int, people: Iterable[Person]) -> None:
    names = sorted({one.section for one in people} - {""})
    keep_groups(context_id, SECTION, [CourseGroup(f"{OURS}{one}", one) for one in names])
