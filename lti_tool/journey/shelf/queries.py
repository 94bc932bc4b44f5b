"""Asking what stands on the shelf of a circle, and on that of the course."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.forms.answers import find
from lti_tool.forms.audience import Relation, Share, opened_to_course, readable
from lti_tool.forms.sheet import Told, told
from lti_tool.forms.shelf import form
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.shelf.models import Resource

PLACED = ("title", "link", "why")
MOST = 100
"""On one shelf; older ones stay with their authors."""


@dataclass(frozen=True)
class OnShelf:
    """What a reader may see of a resource; on the shelf of the course it has no author.

    `rest` is what was answered to questions without a place of their own.
    """

    key: str
    answers: dict[str, Any]
    rest: tuple[Told, ...]
    author: Membership | None
    is_mine: bool
    is_for_course: bool


def shelf_of(reader: Membership, group: PeerGroup) -> list[OnShelf]:
    """The shelf of a circle, the newest first."""
    query = (
        select(Resource)
        .join(Resource.author)
        .join(Membership.user)
        .options(contains_eager(Resource.author).contains_eager(Membership.user))
        .where(Resource.group_id == group.id)
        .order_by(Resource.id.desc())
        .limit(MOST)
    )
    return [_shown(one, reader, Relation.MATE) for one in db.session.scalars(query)]


def shelf_of_course(reader: Membership) -> list[OnShelf]:
    """What authors have put on the shelf of the course: never from which circle it comes."""
    query = (
        select(Resource)
        .join(Resource.author)
        .where(Membership.context_id == reader.context_id, Resource.is_for_course)
        .order_by(Resource.saved_at.desc(), Resource.id.desc())
        .limit(MOST)
    )
    return [_shown(one, reader, Relation.CLASSMATE) for one in db.session.scalars(query)]


def find_resource(author: Membership, key: str) -> Resource | None:
    """A member's own resource by its key, if there is one."""
    return find(Resource, author.id, key)


def resource_of(author: Membership, key: str) -> Resource:
    """A member's own resource by its key; raises NotHere."""
    found = find_resource(author, key)
    if found is None:
        raise NotHere("no such resource of this member")
    return found


def _shown(one: Resource, reader: Membership, relation: Relation) -> OnShelf:
    made = form("resource")
    to_course = relation is Relation.CLASSMATE
    made = opened_to_course(made) if to_course else made
    seen = readable(made, one.answers, share=Share(), relation=relation)
    rest = told(made, seen, without=PLACED)
    author = None if to_course else one.author
    is_mine = one.membership_id == reader.id
    return OnShelf(one.key, seen, rest, author, is_mine, one.is_for_course)
