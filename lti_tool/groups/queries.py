"""Asking for circles: the draft, the published ones, the circle of one person, who sits nowhere."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.groups.models import Grouping, PeerGroup, Seat


@dataclass(frozen=True)
class Circle:
    """One circle as it stands: who sits in it, and how many seats are those of people who left."""

    number: int
    people: list[Membership]
    kept_seats: int = 0


@dataclass(frozen=True)
class Review:
    """What staff look at: one grouping of the course and the people of the course around it.

    `grouping` is the draft, else the published one, else None; `circles` are its circles.
    `unseated` take part and sit in none of them, by name.
    """

    grouping: Grouping | None
    published: Grouping | None
    circles: list[Circle]
    learners: list[Membership]
    unseated: list[Membership]

    @property
    def sizes(self) -> list[int]:
        """How many sit in each circle that is not empty, largest first."""
        return sorted((len(one.people) for one in self.circles if one.people), reverse=True)

    def number_of(self, member: Membership) -> int | None:
        """The number of the circle in which somebody sits, if in any."""
        return next((one.number for one in self.circles if member in one.people), None)


def review_of(context_id: int) -> Review:
    """Everything that the page of staff shows about circles."""
    published = grouping_in(context_id, "published")
    grouping = grouping_in(context_id, "draft") or published
    learners = learners_of(context_id)
    circles = circles_of(grouping)
    seated = {one.id for circle in circles for one in circle.people}
    unseated = [one for one in learners if one.id not in seated]
    return Review(grouping, published, circles, learners, unseated)


def circles_of(grouping: Grouping | None) -> list[Circle]:
    """The circles of a grouping, by number; none of none. A draft keeps no seat for the gone."""
    return [_circle(group, grouping.state) for group in grouping.groups] if grouping else []


def _circle(group: PeerGroup, state: str) -> Circle:
    people = [seat.membership for seat in group.seats if is_here(seat.membership)]
    kept = len(group.seats) - len(people) if state == "published" else 0
    return Circle(group.number, people, kept)


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


def circle_of(membership: Membership) -> PeerGroup | None:
    """The published circle in which this person sits, with all its seats.

    The seats of those who left stay: see `is_here`.
    """
    people = joinedload(PeerGroup.seats).joinedload(Seat.membership).joinedload(Membership.user)
    own = select(Seat.group_id).filter_by(membership_id=membership.id)
    query = (
        select(PeerGroup)
        .join(PeerGroup.grouping)
        .where(Grouping.state == "published", PeerGroup.id.in_(own))
        .options(people)
    )
    return db.session.scalars(query).unique().first()


def mates_of(membership: Membership) -> list[Membership]:
    """The others in this person's circle who still take part, in the order of seats."""
    circle = circle_of(membership)
    seated = [seat.membership for seat in circle.seats] if circle else []
    return [one for one in seated if one.id != membership.id and is_here(one)]


def is_here(membership: Membership) -> bool:
    """Whether somebody with a seat still takes part: neither gone from the course nor staff now."""
    return membership.is_learner and membership.left_at is None
