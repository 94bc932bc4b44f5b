"""What a repair changes in the published circles, and changing it in place.

Whoever stays keeps the seat and the circle, and with them what the circle made together. For
`review.actions` and the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from lti_tool.db import db, utcnow
from lti_tool.groups.actions import AT_ONCE, grant
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.queries import people_by_number


@dataclass(frozen=True)
class Change:
    """Somebody who would sit elsewhere: from which circle to which, None is none."""

    member: int
    before: int | None
    after: int | None


def changes(published: Grouping, draft: Grouping) -> list[Change]:
    """Who would change circles if this draft were published, by the circle they come to."""
    before, after = _seats(published), _seats(draft)
    found = [
        Change(int(member), before.get(member), after.get(member))
        for member in before.keys() | after.keys()
        if before.get(member) != after.get(member)
    ]
    return sorted(found, key=lambda one: (one.after or 0, one.before or 0, one.member))


def mend(published: Grouping, draft: Grouping) -> None:
    """Seat everybody in the published circles as the draft has it; seats given up are history."""
    moved = changes(published, draft)
    _give_up(published, [one.member for one in moved if one.before is not None])
    _open(published, draft)
    ids = _ids(published)
    now = utcnow()
    seats = [
        {"group_id": ids[one.after], "membership_id": one.member, "taken_at": now}
        for one in moved
        if one.after is not None
    ]
    if seats:
        db.session.execute(insert(Seat), seats)
    _clear_kept_seats(published, draft)
    grant([one.member for one in moved])


def _seats(grouping: Grouping) -> Mapping[str, int]:
    by_number = people_by_number(grouping)
    return {member: number for number, people in by_number.items() for member in people}


def _give_up(published: Grouping, members: list[int]) -> None:
    groups = select(PeerGroup.id).filter_by(grouping_id=published.id)
    taken = update(Seat).where(Seat.group_id.in_(groups), Seat.left_at.is_(None))
    for start in range(0, len(members), AT_ONCE):
        some = taken.where(Seat.membership_id.in_(members[start : start + AT_ONCE]))
        db.session.execute(some.values(left_at=utcnow()))


def _open(published: Grouping, draft: Grouping) -> None:
    """Circles of the draft that are not published yet; and what is known of all of them."""
    ids = _ids(published)
    for group in db.session.scalars(select(PeerGroup).filter_by(grouping_id=draft.id)):
        known = {"quality": group.quality, "broken": group.broken, "facts": group.facts}
        if group.number in ids:
            row = update(PeerGroup).filter_by(id=ids[group.number])
            db.session.execute(row.values(**known, swap=None))
        else:
            db.session.add(PeerGroup(grouping_id=published.id, number=group.number, **known))
    db.session.flush()


def _ids(grouping: Grouping) -> dict[int | None, int]:
    query = select(PeerGroup.number, PeerGroup.id).filter_by(grouping_id=grouping.id)
    return {number: group_id for number, group_id in db.session.execute(query)}


def _clear_kept_seats(published: Grouping, draft: Grouping) -> None:
    """The circles are whole again: chairs of people who left the course are cleared away."""
    groups = select(PeerGroup.id).filter_by(grouping_id=published.id)
    here = select(Seat.membership_id).join(PeerGroup, PeerGroup.id == Seat.group_id)
    here = here.where(PeerGroup.grouping_id == draft.id)
    kept = update(Seat).where(Seat.group_id.in_(groups), Seat.left_at.is_(None))
    db.session.execute(kept.where(Seat.membership_id.not_in(here)).values(left_at=utcnow()))
