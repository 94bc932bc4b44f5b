"""Where many members sit at once: what they are asked to do follows from it. For the activities."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.models import PAUSE, Exit, Grouping, PeerGroup, Seat
from lti_tool.groups.queries import sits_here


@dataclass(frozen=True, slots=True)
class Place:
    """A member's seat in a published circle since then, and who sits there now, themselves too.

    `settled_at` is when anybody last came or left; `paused_at` since when the member pauses.
    """

    member_id: int
    group_id: int
    since: datetime
    settled_at: datetime
    paused_at: datetime | None
    people: tuple[int, ...]

    @property
    def has_company(self) -> bool:
        """Whether somebody else sits there."""
        return len(self.people) > 1

    def holds_at(self, moment: datetime) -> bool:
        """Whether the member sits there with somebody at a moment, and does not pause."""
        is_paused = self.paused_at is not None and self.paused_at <= moment
        return self.since <= moment and self.has_company and not is_paused


def places_of(members: Sequence[Membership]) -> list[Place]:
    """The seats of these members in published circles; one request for any number of them."""
    circles: defaultdict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_seats([one.id for one in members])):
        circles[row.group_id].append(row)
    wanted = {one.id for one in members}
    return [place for rows in circles.values() for place in _places(rows, wanted)]


def _places(rows: Sequence[Any], wanted: set[int]) -> list[Place]:
    """Of the seats of one circle, in their order, those that wanted members hold now."""
    people = tuple(row.membership_id for row in rows if row.is_here)
    begun = [max(row.taken_at, row.published_at or row.taken_at) for row in rows]
    settled_at = max([*begun, *(row.left_at for row in rows if row.left_at)])
    return [
        Place(row.membership_id, row.group_id, since, settled_at, row.asked_at, people)
        for row, since in zip(rows, begun, strict=True)
        if row.is_here and row.membership_id in wanted
    ]


def _seats(member_ids: Sequence[int]) -> Select[Any]:
    """All seats, given up or not, of the circles in which these members sit."""
    held = select(Seat.group_id).where(Seat.membership_id.in_(member_ids), Seat.left_at.is_(None))
    paused = and_(
        Exit.membership_id == Seat.membership_id, Exit.kind == PAUSE, Exit.ended_at.is_(None)
    )
    return (
        select(Seat.group_id, Seat.membership_id, Seat.taken_at, Seat.left_at)
        .add_columns(Grouping.published_at, Exit.asked_at, sits_here().label("is_here"))
        .join(Seat.group)
        .join(PeerGroup.grouping)
        .join(Seat.membership)
        .outerjoin(Exit, paused)
        .where(Grouping.state == "published", Seat.group_id.in_(held))
        .order_by(Seat.group_id, Seat.id)
    )
