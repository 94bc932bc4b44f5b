"""What staff look at: one page of the circles of a course, those that need an eye first.

A course may have any number of circles: counts are counted by the database, and only the circles
of one page are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from lti_tool.courses.models import Membership, User
from lti_tool.db import db
from lti_tool.groups.circles import SMALLEST
from lti_tool.groups.models import ANOTHER, Exit, Grouping, PeerGroup, Seat, SeatMove
from lti_tool.groups.queries import Circle, circle_from, current, exits_in, sits_here, sits_out

AT_ONCE = 24
"""Circles on a page, and people without a circle."""


@dataclass(frozen=True)
class Look:
    """What of it is looked at: a page, from one on, and part of a name."""

    page: int = 1
    name: str = ""


@dataclass(frozen=True)
class Review:
    """One grouping of the course and the people of the course around it.

    `grouping` is the draft, else the published one, else None. `circles` are those of this page;
    `sizes` counts who sits in each circle that is not empty, largest first. `unseated` take part
    and sit in no circle, by name: the first of them, and how many there are.
    """

    grouping: Grouping | None
    published: Grouping | None
    learners: int
    circles: list[Circle]
    numbers: list[tuple[int, int]]
    """The number of each circle and how many sit in it, by number."""
    unseated: list[Membership]
    unseated_count: int
    look: Look
    found: int
    """How many circles are looked at, on all pages."""
    moves: list[SeatMove]
    """What was moved by hand, the last first; a few of it."""
    move_count: int
    exits: dict[int, Exit]
    """Who asks for another circle or takes a pause, by membership id."""

    @property
    def asking(self) -> list[Exit]:
        """Who asks for another circle, the longest waiting first."""
        return [one for one in self.exits.values() if one.kind == ANOTHER]

    @property
    def lonely(self) -> int:
        """How many circles have become too small to talk in."""
        return sum(size < SMALLEST for _, size in self.numbers)

    @property
    def sizes(self) -> list[int]:
        """How many sit in each circle that is not empty, largest first."""
        return sorted((size for _, size in self.numbers if size), reverse=True)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.found // AT_ONCE), 1)


def review_of(context_id: int, look: Look = Look()) -> Review:
    """Everything that the page of staff shows about circles."""
    published = current(context_id, "published")
    grouping = current(context_id, "draft") or published
    counted, learners = _counted(grouping), learners_in(context_id)
    moves = _some_moves(grouping) if grouping else []
    unseated = learners - sum(size for _, size in counted)
    return Review(
        grouping=grouping,
        published=published,
        learners=learners,
        circles=_circles(grouping, look) if grouping else [],
        numbers=counted,
        unseated=_some(_unseated(context_id, grouping)) if grouping and unseated else [],
        unseated_count=unseated,
        look=look,
        found=_count(_wanted(grouping, look)) if grouping and look.name else len(counted),
        moves=moves,
        move_count=_count(_moves(grouping)) if grouping and moves else 0,
        exits=exits_in(context_id),
    )


def learner_in(context_id: int, wanted: str | None) -> Membership | None:
    """Somebody who takes part, by the id that an address names; None for what names nobody."""
    if not wanted or not wanted.isascii() or not wanted.isdigit() or len(wanted) > 9:
        return None
    query = _learners(context_id).where(Membership.id == int(wanted))
    return db.session.scalars(query).one_or_none()


def learners_in(context_id: int) -> int:
    """How many take part in a course."""
    return _count(_learners(context_id))


def members_by_id(ids: Iterable[int]) -> dict[int, Membership]:
    """Some members with their names, by id; the ids come from rows of their course."""
    query = select(Membership).options(joinedload(Membership.user))
    found = db.session.scalars(query.where(Membership.id.in_(list(ids))))
    return {one.id: one for one in found}


def number_of(grouping: Grouping, member: Membership) -> int | None:
    """The number of the circle in which somebody sits, if in any."""
    query = (
        select(PeerGroup.number)
        .join(Seat, Seat.group_id == PeerGroup.id)
        .where(PeerGroup.grouping_id == grouping.id, Seat.membership_id == member.id)
        .where(Seat.left_at.is_(None))
    )
    return db.session.scalar(query)


def _circles(grouping: Grouping, look: Look) -> list[Circle]:
    """A page of circles: empty and lonely ones first, then broken rules, then the weakest."""
    size = (
        select(func.count(Membership.id))
        .join(Seat, Seat.membership_id == Membership.id)
        .where(Seat.group_id == PeerGroup.id, sits_here())
        .scalar_subquery()
    )
    weakest = (
        (size > 1).asc(),
        PeerGroup.broken.desc(),
        PeerGroup.quality.is_(None),
        PeerGroup.quality,
        PeerGroup.number,
    )
    query = _wanted(grouping, look).order_by(*weakest).options(_people())
    page = query.offset(AT_ONCE * (look.page - 1)).limit(AT_ONCE)
    return [circle_from(group, grouping.state) for group in db.session.scalars(page)]


def _wanted(grouping: Grouping, look: Look) -> Select[PeerGroup]:
    query = select(PeerGroup).where(PeerGroup.grouping_id == grouping.id, PeerGroup.seats.any())
    if not look.name:
        return query
    named = (
        select(Seat.group_id)
        .join(Seat.membership)
        .join(Membership.user)
        .where(sits_here(), or_(*(_has(one, look.name) for one in (User.name, User.chosen_name))))
    )
    return query.where(PeerGroup.id.in_(named))


def _has(column: Mapped[str], words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words.lower(), autoescape=True)


def _people() -> ExecutableOption:
    people = joinedload(Seat.membership).joinedload(Membership.user)
    return selectinload(PeerGroup.seats).options(people)


def _counted(grouping: Grouping | None) -> list[tuple[int, int]]:
    if grouping is None:
        return []
    sitting = (
        select(Seat.group_id, func.count().label("size"))
        .join(Membership, Membership.id == Seat.membership_id)
        .join(PeerGroup, PeerGroup.id == Seat.group_id)
        .where(PeerGroup.grouping_id == grouping.id, sits_here())
        .group_by(Seat.group_id)
        .subquery()
    )
    query = (
        select(PeerGroup.number, func.coalesce(sitting.c.size, 0))
        .outerjoin(sitting, sitting.c.group_id == PeerGroup.id)
        .where(PeerGroup.grouping_id == grouping.id, PeerGroup.seats.any())
        .order_by(PeerGroup.number)
    )
    return [(number, size) for number, size in db.session.execute(query)]


def _learners(context_id: int) -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.context_id == context_id, _takes_part(), ~sits_out())
    )


def _takes_part() -> ColumnElement[bool]:
    return Membership.is_learner & Membership.left_at.is_(None)


def _unseated(context_id: int, grouping: Grouping) -> Select[Membership]:
    seated = (
        select(Seat.id)
        .join(PeerGroup, PeerGroup.id == Seat.group_id)
        .where(PeerGroup.grouping_id == grouping.id)
        .where(Seat.membership_id == Membership.id, Seat.left_at.is_(None))
    )
    return _learners(context_id).where(~seated.exists())


def _some(query: Select[Membership]) -> list[Membership]:
    return list(db.session.scalars(query.order_by(User.name, User.id).limit(AT_ONCE)))


def _count(query: Select[Any]) -> int:
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    return db.session.scalar(counted) or 0


def _moves(grouping: Grouping) -> Select[SeatMove]:
    return select(SeatMove).filter_by(grouping_id=grouping.id)


def _some_moves(grouping: Grouping) -> list[SeatMove]:
    people = joinedload(SeatMove.membership).joinedload(Membership.user)
    newest = _moves(grouping).options(people).order_by(SeatMove.id.desc())
    return list(db.session.scalars(newest.limit(5)))
