"""Asking for reflections: one's own, and what group mates have opened of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.forms.answers import find, is_for_reader
from lti_tool.forms.audience import readable, share_of
from lti_tool.forms.definition import Form
from lti_tool.forms.shelf import all_forms
from lti_tool.journey.circle.queries import find_seated
from lti_tool.journey.meetings.queries import meetings_of
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.ways import Ways, load_ways, moment_of
from lti_tool.web.config import config_dirs

MOST_SHARED = 8
"""Of a circle, on one page; older ones stay with their authors."""
LOOKED_AT = 40
"""Of a circle: more than are shown, since those for others alone must not take a place."""


@dataclass(frozen=True)
class SharedReflection:
    """What the group may read of a member's reflection, by field; nothing else is in here."""

    author: Membership
    done_at: datetime
    form: Form
    answers: dict[str, Any]


def reflections_of(membership: Membership) -> list[Reflection]:
    """A member's own reflections, the newest first."""
    query = select(Reflection).filter_by(membership_id=membership.id)
    return list(db.session.scalars(query.order_by(Reflection.id.desc())))


def find_reflection(membership: Membership, key: str) -> Reflection | None:
    """A member's own reflection by its key, if there is one."""
    return find(Reflection, membership.id, key)


def reflection_of(membership: Membership, key: str) -> Reflection:
    """A member's own reflection by its key; raises NotHere."""
    found = find_reflection(membership, key)
    if found is None:
        raise NotHere("no such reflection of this member")
    return found


def ways() -> Ways:
    """The ways of looking back that this institution offers."""
    return load_ways(config_dirs(), frozenset(all_forms()))


def form_of(reflection: Reflection | None, asked: str = "") -> Form:
    """The form that a reflection was begun in; a new one: the one asked for, else the usual one.

    One whose form is no longer there is shown in the usual one.
    """
    forms = all_forms()
    names = (reflection.form_name,) if reflection else (asked,) if asked in ways().names else ()
    return next((forms[name] for name in names if name in forms), forms[ways().usual])


def suggested(membership: Membership) -> str:
    """The way that suits this moment, by how many of a circle's meetings have been held."""
    at = find_seated(membership)
    if at is None:
        return ways().usual
    meetings = meetings_of(at.group)
    held = sum(1 for one in meetings if one.ends_at <= utcnow())
    return ways().at(moment_of(held, len(meetings)))


def reflections_around(
    membership: Membership, mates: Sequence[Membership], since: Mapping[int, datetime | None]
) -> tuple[list[Reflection], list[SharedReflection]]:
    """One's own reflections, and what mates have opened of those they have done; one request.

    The newest first. `since` is from when what each of them saved is for this reader; None: from
    the beginning.
    """
    authors = {one.id: one for one in mates}
    done = Reflection.done_at
    theirs = (
        select(Reflection.id)
        .where(Reflection.membership_id.in_(authors), Reflection.is_shared, done.is_not(None))
        .order_by(done.desc())
        .limit(LOOKED_AT)
    )
    query = (
        select(Reflection)
        .where((Reflection.membership_id == membership.id) | Reflection.id.in_(theirs))
        .order_by(Reflection.id.desc())
    )
    found = list(db.session.scalars(query))
    own = [one for one in found if one.membership_id == membership.id]
    theirs_now = [one for one in found if is_for_reader(one, since)]
    return own, _shared(theirs_now, authors, membership)[:MOST_SHARED]


def _shared(
    found: Sequence[Reflection], authors: Mapping[int, Membership], reader: Membership
) -> list[SharedReflection]:
    opened = [
        SharedReflection(authors[one.membership_id], one.done_at, form_of(one), answers)
        for one in found
        if one.done_at and one.membership_id in authors and (answers := _opened(one, reader))
    ]
    return sorted(opened, key=lambda one: one.done_at, reverse=True)


def _opened(reflection: Reflection, reader: Membership) -> dict[str, Any]:
    """The boxes with something in them that the author has opened to this reader."""
    made = form_of(reflection)
    share = share_of(made, reflection.answers)
    relation = share.relation_of(reader.id)
    seen = readable(made, reflection.answers, share=share, relation=relation)
    return {name: text for name, text in seen.items() if text}
