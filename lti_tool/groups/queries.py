"""Asking for circles: the draft, the published ones, the circle of one person, who sits where."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lti_tool.courses.models import Membership, User
from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.groups.models import OUT, Exit, Grouping, PeerGroup, Seat, TakingPart
from lti_tool.programme.outline.models import OPT_IN, Outline


@dataclass(frozen=True)
class Circle:
    """One circle as it stands: who sits in it, and how many seats are those of people who left."""

    group: PeerGroup
    people: list[Membership]
    kept_seats: int = 0

    @property
    def number(self) -> int:
        """What people call it."""
        return self.group.number


def circles_of(grouping: Grouping | None) -> list[Circle]:
    """The circles of a grouping, by number; none of none. A draft keeps no seat for the gone."""
    return [circle_from(group, grouping.state) for group in grouping.groups] if grouping else []


def circle_from(group: PeerGroup, state: str) -> Circle:
    """A circle from its row with its seats, in a grouping of this state."""
    people = [seat.membership for seat in group.seats if is_here(seat.membership)]
    kept = len(group.seats) - len(people) if state == "published" else 0
    return Circle(group, people, kept)


def current(context_id: int, state: str) -> Grouping | None:
    """The draft or published grouping of a course, without its circles: cheap in any course."""
    query = select(Grouping).filter_by(context_id=context_id, state=state)
    return db.session.scalars(query).one_or_none()


def grouping_in(context_id: int, state: str) -> Grouping | None:
    """The draft or published grouping of a course, with its groups, seats and people."""
    seats = contains_eager(Grouping.groups).contains_eager(PeerGroup.seats)
    query = (
        select(Grouping)
        .outerjoin(Grouping.groups)
        .outerjoin(PeerGroup.seats)
        .outerjoin(Seat.membership)
        .outerjoin(Membership.user)
        .options(seats.contains_eager(Seat.membership).contains_eager(Membership.user))
        .where(Grouping.context_id == context_id, Grouping.state == state)
        .order_by(PeerGroup.number, Seat.id)
    )
    return db.session.scalars(query).unique().one_or_none()


def grouping_by(context_id: int, grouping_id: int) -> Grouping:
    """One grouping of a course; raises NotHere when it belongs to another."""
    query = select(Grouping).filter_by(id=grouping_id, context_id=context_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotHere("no such grouping in this context")
    return found


def sitters_of(context_id: int) -> list[Membership]:
    """Everybody who is to sit in a circle, by name: who takes part and does not go on alone."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.context_id == context_id, Membership.is_learner)
        .where(Membership.left_at.is_(None), ~sits_out())
        .order_by(User.name, User.id)
    )
    return list(db.session.scalars(query))


def count_sitters(context_id: int) -> int:
    """How many are to sit in a circle; cheap in any course."""
    query = select(func.count()).select_from(Membership).filter_by(context_id=context_id)
    here = Membership.is_learner, Membership.left_at.is_(None), ~sits_out()
    return db.session.scalar(query.where(*here)) or 0


def exits_in(context_id: int) -> dict[int, Exit]:
    """The steps out of circles that hold now in a course, by membership id."""
    people = contains_eager(Exit.membership).joinedload(Membership.user)
    query = select(Exit).join(Exit.membership).options(people).where(Exit.ended_at.is_(None))
    found = db.session.scalars(query.where(Membership.context_id == context_id).order_by(Exit.id))
    return {one.membership_id: one for one in found}


def sits_out() -> ColumnElement[bool]:
    """In a query over `Membership`: whether somebody goes on alone, stopped, or never said yes."""
    out = select(Exit.id).where(Exit.membership_id == Membership.id, Exit.ended_at.is_(None))
    return or_(out.where(Exit.kind.in_(OUT)).exists(), _is_awaited())


def _is_awaited() -> ColumnElement[bool]:
    """Whether somebody has said nothing yet where only those take part who say yes."""
    asks = select(Outline.id).where(Outline.context_id == Membership.context_id)
    said = select(TakingPart.membership_id).where(TakingPart.membership_id == Membership.id)
    return and_(asks.where(Outline.joining == OPT_IN).exists(), ~said.exists())


def people_by_number(grouping: Grouping) -> dict[int, tuple[str, ...]]:
    """Who is here and sits in each circle, by number: membership ids as text."""
    query = (
        select(PeerGroup.number, Seat.membership_id)
        .join(Seat, Seat.group_id == PeerGroup.id)
        .join(Membership, Membership.id == Seat.membership_id)
        .where(PeerGroup.grouping_id == grouping.id, sits_here())
        .order_by(PeerGroup.number, Seat.id)
    )
    found: dict[int, list[str]] = {}
    for number, member in db.session.execute(query):
        found.setdefault(number, []).append(str(member))
    return {number: tuple(people) for number, people in found.items()}


def locked_numbers(grouping: Grouping) -> frozenset[int]:
    """The circles that staff want to stay as they are."""
    query = select(PeerGroup.number).filter_by(grouping_id=grouping.id, is_locked=True)
    return frozenset(db.session.scalars(query))


def circle_of(membership: Membership) -> PeerGroup | None:
    """The published circle in which this person sits, with all its seats.

    The seats of those who left the course stay: see `is_here`.
    """
    people = joinedload(PeerGroup.seats).joinedload(Seat.membership).joinedload(Membership.user)
    own = select(Seat.group_id).filter_by(membership_id=membership.id, left_at=None)
    query = (
        select(PeerGroup)
        .join(PeerGroup.grouping)
        .where(Grouping.state == "published", PeerGroup.id.in_(own))
        .options(people, contains_eager(PeerGroup.grouping))
    )
    return db.session.scalars(query).unique().first()


def mates_of(membership: Membership) -> list[Membership]:
    """The others in this person's circle who still take part, in the order of seats."""
    circle = circle_of(membership)
    seated = [seat.membership for seat in circle.seats] if circle else []
    return [one for one in seated if one.id != membership.id and is_here(one)]


def names_of_mates(membership: Membership) -> dict[int, str]:
    """What the mates are called, by membership."""
    return {one.id: one.user.shown_name for one in mates_of(membership)}


def is_here(membership: Membership) -> bool:
    """Whether somebody with a seat still takes part: neither gone from the course nor staff now."""
    return membership.is_learner and membership.left_at is None


def sits_here() -> ColumnElement[bool]:
    """The same in a query over `Seat` and `Membership`, for seats that are taken now."""
    here = and_(Membership.is_learner, Membership.left_at.is_(None))
    return and_(Seat.left_at.is_(None), here)
