"""Deeds that the rooms of this step share: taking turns, keeping a draft, giving a seat.

Staff of a course take turns here: whoever comes second sees what the first one did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, insert, select, update

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.brief.queries import brief_of, is_private
from lti_tool.groups.circles import LARGEST
from lti_tool.groups.facts import Facts, Judged
from lti_tool.groups.models import ANOTHER, Exit, Grouping, PeerGroup, Seat
from lti_tool.groups.queries import count_sitters, people_by_number

AT_ONCE = 500
"""Ids of one statement."""


MOST_JUDGED = 5_000
"""People in a course whose circles are still judged after every move."""


@dataclass(frozen=True)
class Drafted:
    """One circle of a draft: who sits in it, by membership id as text, and what is known of it."""

    members: Sequence[str]
    values: Mapping[str, Any] = field(default_factory=dict)
    """Columns of the `PeerGroup`."""


def take_turn(context_id: int) -> None:
    """Wait until nobody else changes the circles of this course, and keep others waiting.

    Writing what stands there takes the lock of the row, and on SQLite the one of the file.
    """
    db.session.execute(update(Context).filter_by(id=context_id).values(id=context_id))


def set_aside(context_id: int, state: str) -> None:
    """Let the draft, or what is published, give way to what comes next; it is kept."""
    old = update(Grouping).filter_by(context_id=context_id, state=state)
    db.session.execute(old.values(state="replaced"))


def keep_draft(context_id: int, circles: Mapping[int, Drafted], **values: Any) -> Grouping:
    """Keep these circles, by number, as the draft of a course; an older draft gives way.

    `values` are columns of the `Grouping`: size, seed, origin. Any number of circles costs the
    same few statements.
    """
    made = {number: one for number, one in circles.items() if one.members}
    set_aside(context_id, "draft")
    draft = Grouping(context_id=context_id, **values)
    db.session.add(draft)
    db.session.flush()
    _open_circles(draft.id, made)
    query = select(PeerGroup.number, PeerGroup.id).filter_by(grouping_id=draft.id)
    ids = {number: group_id for number, group_id in db.session.execute(query)}
    _seat({ids[number]: one.members for number, one in made.items()})
    return draft


def columns_of(judged: Judged) -> dict[str, Any]:
    """What a circle's row keeps of its facts."""
    facts = {one.name: [one.kind, one.part, one.whole] for one in judged.facts}
    broken = sum(not is_private(one) for one in judged.broken)
    return {"quality": judged.quality, "broken": broken, "facts": facts}


def seat_in(grouping: Grouping, member: Membership) -> Seat | None:
    """The seat that somebody has in a grouping now."""
    query = (
        select(Seat)
        .join(PeerGroup, PeerGroup.id == Seat.group_id)
        .where(PeerGroup.grouping_id == grouping.id, Seat.membership_id == member.id)
        .where(Seat.left_at.is_(None))
    )
    return db.session.scalars(query).one_or_none()


def sit(grouping: Grouping, member: Membership, number: int | None) -> int | None:
    """Give somebody a seat in a circle, or none; gives the number of the circle before.

    One more than the last number is a new circle. Raises NotHere for a circle that is not there,
    ChangedMeanwhile for a full one.
    """
    seat = seat_in(grouping, member)
    before = seat.group.number if seat else None
    if before == number:
        return before
    group = _circle(grouping, number) if number is not None else None
    if group is not None:
        _refuse_full(group)
    if seat is not None:
        _give_up(seat, grouping)
    if group is not None:
        db.session.add(Seat(group_id=group.id, membership_id=member.id))
    if grouping.state == "published":
        grant([member.id])
    db.session.flush()
    return before


def grant(members: Sequence[int]) -> None:
    """Whoever asked for another circle and was moved has what they asked for."""
    asked = update(Exit).where(Exit.kind == ANOTHER, Exit.ended_at.is_(None))
    for start in range(0, len(members), AT_ONCE):
        some = asked.where(Exit.membership_id.in_(members[start : start + AT_ONCE]))
        db.session.execute(some.values(ended_at=utcnow()))


def judge_again(grouping: Grouping, numbers: Iterable[int | None]) -> None:
    """Keep the facts of circles as they are after a change; in a course too large, none."""
    if count_sitters(grouping.context_id) > MOST_JUDGED:
        nothing: dict[str, Any] = {"quality": None, "broken": 0, "facts": {}, "swap": None}
        row = update(PeerGroup).filter_by(grouping_id=grouping.id)
        db.session.execute(row.where(PeerGroup.number.in_(set(numbers) - {None})).values(**nothing))
        return
    brief = brief_of(grouping.context_id)
    facts, people = Facts(brief.people, brief.rules, brief.weights), people_by_number(grouping)
    for number in set(numbers) - {None}:
        row = update(PeerGroup).filter_by(grouping_id=grouping.id, number=number)
        told = columns_of(facts.of(people.get(number or 0, ())))
        db.session.execute(row.values(**told, swap=None))


def _give_up(seat: Seat, grouping: Grouping) -> None:
    """A seat that students have seen is kept as history."""
    if grouping.state == "published":
        seat.left_at = utcnow()
    else:
        db.session.delete(seat)
    db.session.flush()


def _circle(grouping: Grouping, number: int) -> PeerGroup:
    """The circle of that number; one more than the last is made."""
    circles = select(PeerGroup).filter_by(grouping_id=grouping.id)
    found = db.session.scalars(circles.filter_by(number=number)).one_or_none()
    if found is not None:
        return found
    last = select(func.max(PeerGroup.number)).filter_by(grouping_id=grouping.id)
    if number != (db.session.scalar(last) or 0) + 1:
        raise NotHere("no such circle in this grouping")
    db.session.add(made := PeerGroup(grouping_id=grouping.id, number=number))
    db.session.flush()
    return made


def _refuse_full(group: PeerGroup) -> None:
    """The page offers no full circle, so it has filled up since the page was drawn."""
    sitting = select(func.count()).select_from(Seat).join(Seat.membership)
    here = Seat.left_at.is_(None), Membership.is_learner, Membership.left_at.is_(None)
    if (db.session.scalar(sitting.where(Seat.group_id == group.id, *here)) or 0) >= LARGEST:
        raise ChangedMeanwhile("this circle is full")


def _open_circles(grouping_id: int, circles: Mapping[int, Drafted]) -> None:
    """Rows of circles without people, all with the same columns."""
    names = {name for one in circles.values() for name in one.values}
    rows = [
        {"grouping_id": grouping_id, "number": number}
        | {name: one.values.get(name) for name in names}
        for number, one in circles.items()
    ]
    if rows:
        db.session.execute(insert(PeerGroup), rows)


def _seat(people: Mapping[int, Iterable[str]]) -> None:
    """Give seats to members, by the ids of their groups."""
    now = utcnow()
    seats = [
        {"group_id": group_id, "membership_id": int(member), "taken_at": now}
        for group_id, members in people.items()
        for member in members
    ]
    if seats:
        db.session.execute(insert(Seat), seats)
