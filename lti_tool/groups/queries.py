"""Asking for circles: the draft, the published ones, and the circle of one person."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.models import Grouping, PeerGroup, Seat


def grouping_in(context_id: int, state: str) -> Grouping | None:
    """The draft or published grouping of a course, with its groups, seats and people."""
    people = joinedload(Seat.membership).joinedload(Membership.user)
    query = (
        select(Grouping)
        .filter_by(context_id=context_id, state=state)
        .options(selectinload(Grouping.groups).selectinload(PeerGroup.seats).options(people))
        .order_by(Grouping.id.desc())
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def circle_of(membership: Membership) -> PeerGroup | None:
    """The published circle in which this person sits, with the seats of all who are still here."""
    people = joinedload(Seat.membership).joinedload(Membership.user)
    query = (
        select(PeerGroup)
        .join(PeerGroup.grouping)
        .join(PeerGroup.seats)
        .where(Grouping.state == "published", Seat.membership_id == membership.id)
        .options(selectinload(PeerGroup.seats).options(people))
    )
    return db.session.scalars(query.limit(1)).unique().one_or_none()


def mates_of(membership: Membership) -> list[Membership]:
    """The others in this person's circle who are still in the course, in the order of seats."""
    circle = circle_of(membership)
    seated = [seat.membership for seat in circle.seats] if circle else []
    return [one for one in seated if one.id != membership.id and one.left_at is None]
