"""Asking who stepped out, and what changed around a member's seat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.changes.words import SeatNews
from lti_tool.groups.models import ANOTHER, PAUSE, Exit, Grouping, PeerGroup, Seat
from lti_tool.groups.queries import circle_of, current, is_here

NEWS_LAST = timedelta(days=14)


@dataclass(frozen=True)
class AroundSeat:
    """What changed around a seat, the newest first; and since when each mate sits with its member.

    What a mate opened before `since` was for another company. None for whoever has sat nowhere
    before: what they opened was for this circle from the beginning.
    """

    news: list[SeatNews]
    since: dict[int, datetime | None]


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


def around_seat(member: Membership, group: PeerGroup) -> AroundSeat:
    """What changed in a member's circle lately, never why; and who may read what of whom."""
    here = {one.membership_id: one.membership for one in group.seats}
    history = db.session.execute(_history(group, here)).all()
    pauses = {seat.membership_id: at for seat, _, at in history if at and not seat.left_at}
    news = [
        *_seat_news(member, group, [(seat, published) for seat, published, _ in history]),
        *(SeatNews("paused", at, here[one]) for one, at in pauses.items() if one in here),
    ]
    told = [one for one in news if one.kind != "paused" or one.who is not member]
    return AroundSeat(
        news=sorted(told, key=lambda one: one.at, reverse=True),
        since=_together_since(member, group, [seat for seat, _, _ in history]),
    )


def _history(group: PeerGroup, here: Iterable[int]) -> Select[Seat, datetime | None, datetime]:
    """All seats of a circle, and all that its people ever had, in circles that students saw."""
    pause = and_(
        Exit.membership_id == Seat.membership_id, Exit.ended_at.is_(None), Exit.kind == PAUSE
    )
    return (
        select(Seat, Grouping.published_at, Exit.asked_at)
        .join(PeerGroup, PeerGroup.id == Seat.group_id)
        .join(Grouping, Grouping.id == PeerGroup.grouping_id)
        .outerjoin(Exit, pause)
        .where(Grouping.published_at.is_not(None))
        .where(or_(Seat.group_id == group.id, Seat.membership_id.in_(list(here))))
    )


def _together_since(
    member: Membership, group: PeerGroup, history: Iterable[Seat]
) -> dict[int, datetime | None]:
    """From when on what each mate opens is for this member; see `AroundSeat.since`."""
    first: dict[int, datetime] = {}
    for seat in history:
        first[seat.membership_id] = min(seat.taken_at, first.get(seat.membership_id, seat.taken_at))
    taken = {one.membership_id: one.taken_at for one in group.seats}
    mine = taken.pop(member.id)
    return {
        mate: None if first.get(mate) == since >= mine else max(since, mine)
        for mate, since in taken.items()
    }


def _seat_news(
    member: Membership, group: PeerGroup, history: Iterable[tuple[Seat, datetime | None]]
) -> Iterator[SeatNews]:
    """Seats that were taken after the circles were published, and those that were given up."""
    here = {one.membership_id: one.membership for one in group.seats if is_here(one.membership)}
    lately = utcnow() - NEWS_LAST
    for seat, published in history:
        if seat.group_id != group.id or published is None:
            continue
        if seat.left_at and seat.left_at > lately:
            yield SeatNews("freed", seat.left_at)
        elif not seat.left_at and seat.taken_at > max(published, lately):
            kind = "yours" if seat.membership_id == member.id else "came"
            if seat.membership_id in here:
                yield SeatNews(kind, seat.taken_at, here[seat.membership_id])
