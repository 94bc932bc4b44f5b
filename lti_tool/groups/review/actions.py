"""Changing the circles of a course by hand, and publishing them; for the pages of staff."""

from sqlalchemy import delete, func, not_, select

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import membership_in
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.actions import set_aside, take_turn
from lti_tool.groups.circles import LARGEST
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.queries import grouping_by, is_here


def move(context_id: int, membership_id: int, *, grouping_id: int, to: int) -> None:
    """Give somebody a seat in circle `to`; who sat nowhere is placed, the next number is a new one.

    Raises NotHere for what this course has not got, ChangedMeanwhile for a page that is too old.
    """
    take_turn(context_id)
    grouping, member = _current(context_id, grouping_id), _sitter(context_id, membership_id)
    seat, group = _seat_in(grouping, member), _circle(grouping, to)
    if seat is None or seat.group_id != group.id:
        _refuse_full(group)
    if seat is None:
        db.session.add(Seat(group_id=group.id, membership_id=member.id))
    elif seat.group_id != group.id:
        seat.group_id, seat.taken_at = group.id, utcnow()


def take_out(context_id: int, membership_id: int, *, grouping_id: int) -> None:
    """Take somebody's seat away; who sits nowhere stays so. Raises as `move` does."""
    take_turn(context_id)
    grouping, member = _current(context_id, grouping_id), _sitter(context_id, membership_id)
    if seat := _seat_in(grouping, member):
        db.session.delete(seat)


def publish(context_id: int, grouping_id: int) -> Grouping:
    """Show a draft to the students; twice is once. What was published before is kept as replaced.

    Seats of people who left meanwhile, and circles without people, are taken away first. Raises
    NotHere, and ChangedMeanwhile when somebody else made another proposal meanwhile.
    """
    take_turn(context_id)
    grouping = _current(context_id, grouping_id)
    if grouping.state == "draft":
        _clear(grouping)
        set_aside(context_id, "published")
        grouping.state, grouping.published_at = "published", utcnow()
    return grouping


def discard_draft(context_id: int, grouping_id: int) -> None:
    """Put a draft away; what is published stays as it is. Raises NotHere."""
    take_turn(context_id)
    draft = grouping_by(context_id, grouping_id)
    if draft.state == "draft":
        draft.state = "replaced"


def _current(context_id: int, grouping_id: int) -> Grouping:
    """A grouping that may still be changed: the draft or the published one."""
    found = grouping_by(context_id, grouping_id)
    if found.state == "replaced":
        raise ChangedMeanwhile("this grouping has been replaced")
    return found


def _sitter(context_id: int, membership_id: int) -> Membership:
    member = membership_in(context_id, membership_id)
    if not is_here(member):
        raise NotHere("this person does not take part, or not any more")
    return member


def _seat_in(grouping: Grouping, member: Membership) -> Seat | None:
    query = (
        select(Seat)
        .join(Seat.group)
        .where(PeerGroup.grouping_id == grouping.id, Seat.membership_id == member.id)
    )
    return db.session.scalars(query).one_or_none()


def _circle(grouping: Grouping, number: int) -> PeerGroup:
    """The circle of that number; one more than the last is made."""
    found = {group.number: group for group in grouping.groups}
    if number in found:
        return found[number]
    if number != max(found, default=0) + 1:
        raise NotHere("no such circle in this grouping")
    db.session.add(made := PeerGroup(grouping_id=grouping.id, number=number))
    db.session.flush()
    return made


def _refuse_full(group: PeerGroup) -> None:
    """The page offers no full circle, so it has filled up since the page was drawn."""
    sitting = select(func.count()).select_from(Seat).join(Seat.membership)
    here = Membership.is_learner, Membership.left_at.is_(None)
    if (db.session.scalar(sitting.where(Seat.group_id == group.id, *here)) or 0) >= LARGEST:
        raise ChangedMeanwhile("this circle is full")


def _clear(grouping: Grouping) -> None:
    """Take away the seats of people who are not here any more, then circles without people."""
    groups = select(PeerGroup.id).filter_by(grouping_id=grouping.id)
    here = select(Membership.id).where(Membership.is_learner, Membership.left_at.is_(None))
    db.session.execute(
        delete(Seat).where(Seat.group_id.in_(groups), Seat.membership_id.not_in(here))
    )
    empty = not_(select(Seat.id).where(Seat.group_id == PeerGroup.id).exists())
    db.session.execute(delete(PeerGroup).where(PeerGroup.grouping_id == grouping.id, empty))
