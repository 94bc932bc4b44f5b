"""Asking who stepped out, and what changed around a member's seat."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.changes.words import SeatNews
from lti_tool.groups.models import ANOTHER, PAUSE, Exit, Grouping, PeerGroup, Seat
from lti_tool.groups.queries import circle_of, current

NEWS_LAST = timedelta(days=14)


def exit_of(member: Membership) -> Exit | None:
    """The step out of their circle that holds for a member now."""
    query = select(Exit).filter_by(membership_id=member.id, ended_at=None)
    return db.session.scalars(query).one_or_none()


def may_ask_for_another(member: Membership) -> bool:
    """Whether a member sits in a circle and has not asked for another one since it was published.

    Once is once, also when it was taken back.
    """
    published = current(member.context_id, "published")
    if published is None or circle_of(member) is None:
        return False
    asked = select(Exit.id).filter_by(
        membership_id=member.id, grouping_id=published.id, kind=ANOTHER
    )
    return db.session.scalar(asked.limit(1)) is None


def seat_news(member: Membership, group: PeerGroup) -> list[SeatNews]:
    """What changed in a member's circle lately, the newest first; never why. One request."""
    lately = utcnow() - NEWS_LAST
    paused = (Exit.membership_id == Seat.membership_id) & Exit.ended_at.is_(None)
    query = (
        select(Seat, Exit)
        .outerjoin(Exit, paused & (Exit.kind == PAUSE))
        .options(joinedload(Seat.membership).joinedload(Membership.user))
        .where(Seat.group_id == group.id)
    )
    made: list[SeatNews] = []
    for seat, pause in db.session.execute(query):
        made += _of_seat(seat, group, member, lately=lately)
        if pause and not seat.left_at and seat.membership_id != member.id:
            made.append(SeatNews("paused", pause.asked_at, seat.membership))
    return sorted(made, key=lambda one: one.at, reverse=True)


def together_since(member: Membership, group: PeerGroup) -> dict[int, datetime | None]:
    """Since when each mate sits in this circle with a member: what they opened before is not for
    this company. None for whoever has sat nowhere before: what they opened was for this circle.
    """
    mates = {one.membership_id: one.taken_at for one in group.seats}
    mine, first = mates.pop(member.id), _first_seats(mates)
    return {
        mate: None if first.get(mate) == taken >= mine else max(taken, mine)
        for mate, taken in mates.items()
    }


def _first_seats(members: Iterable[int]) -> dict[int, datetime]:
    """When each of these first had a seat that students saw."""
    query = (
        select(Seat.membership_id, func.min(Seat.taken_at))
        .join(PeerGroup, PeerGroup.id == Seat.group_id)
        .join(Grouping, Grouping.id == PeerGroup.grouping_id)
        .where(Seat.membership_id.in_(list(members)), Grouping.published_at.is_not(None))
        .group_by(Seat.membership_id)
    )
    return {member: taken for member, taken in db.session.execute(query)}


def _of_seat(
    seat: Seat, group: PeerGroup, member: Membership, *, lately: datetime
) -> list[SeatNews]:
    """A seat that was given up, or taken after the circles were published."""
    published = group.grouping.published_at
    if seat.left_at:
        return [SeatNews("freed", seat.left_at)] if seat.left_at > lately else []
    if not published or seat.taken_at <= max(published, lately):
        return []
    kind = "yours" if seat.membership_id == member.id else "came"
    return [SeatNews(kind, seat.taken_at, seat.membership)]
