"""Asking for everything that one person wrote in a course, and how they took part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lti_tool.courses.models import Membership, User
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.own.chapters import CHAPTERS, Entry
from lti_tool.programme.models import ParticipationEvent
from lti_tool.programme.queries import participation_rules
from lti_tool.web.languages import chosen_language


@dataclass(frozen=True)
class Written:
    """A chapter with what stands in it; what `stays` is the circle's and is not deleted."""

    key: str
    title: str
    entries: tuple[Entry, ...]
    stays: bool


@dataclass(frozen=True)
class Done:
    """A line of the ledger: what was done or taken back, and when; what does not count here has no
    label.
    """

    item: str
    label: str
    is_done: bool
    at: datetime


@dataclass(frozen=True)
class Book:
    """What one person has in one course."""

    author: Membership
    made_at: datetime
    chapters: tuple[Written, ...]
    ledger: tuple[Done, ...]

    @property
    def goes(self) -> list[Written]:
        """What a deletion takes away."""
        return [one for one in self.chapters if not one.stays]

    @property
    def stays(self) -> list[Written]:
        """What is the circle's."""
        return [one for one in self.chapters if one.stays]


def book_of(author: Membership) -> Book:
    """Everything that a member wrote; chapters with nothing in them are left out."""
    found = (
        Written(one.key, str(one.title), tuple(one.entries(author)), stays=not one.erases)
        for one in CHAPTERS
    )
    chapters = tuple(one for one in found if one.entries)
    return Book(author, utcnow(), chapters, tuple(_ledger(author)))


def person_by(number: int) -> User:
    """A person by our number, which pages show as № where they have no name; raises NotHere."""
    found = db.session.get(User, number)
    if found is None:
        raise NotHere("no such person")
    return found


def people_called(registration_id: int, subject: str) -> list[User]:
    """Who goes by this subject on a platform; nobody or one."""
    query = select(User).filter_by(registration_id=registration_id, subject=subject)
    return list(db.session.scalars(query))


def memberships_of(person: User) -> list[Membership]:
    """A person in all their courses, also those that they left."""
    query = select(Membership).filter_by(user_id=person.id).order_by(Membership.id)
    return list(db.session.scalars(query))


def _ledger(author: Membership) -> Iterable[Done]:
    labels = {one.key: one.label(chosen_language()) for one in participation_rules().items}
    lines = ParticipationEvent
    for one in db.session.scalars(
        select(lines).filter_by(membership_id=author.id).order_by(lines.id)
    ):
        yield Done(one.item, labels.get(one.item, ""), one.is_done, one.occurred_at)
