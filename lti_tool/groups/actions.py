"""Proposing circles, changing them, publishing them; for the pages of this step and for commands.

Staff of a course take turns here: whoever comes second sees what the first one did.
"""

from secrets import randbelow

from sqlalchemy import delete, func, insert, not_, select, update

from lti_tool.courses.models import Context, Membership
from lti_tool.courses.queries import learners_of, membership_in
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.brief.queries import LARGEST, SMALLEST
from lti_tool.groups.matching import ImpossibleSizes, at_random, sizes
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.queries import grouping_by, is_here
from lti_tool.programme.actions import programme_of

SEEDS = 1_000_000


def divide(people: int, size: int) -> list[int]:
    """The sizes of circles for so many people, largest first.

    No circle is larger than `size` by more than one, or than the table; nobody sits alone.
    Raises ImpossibleSizes when the size does not fit the people.
    """
    if not SMALLEST <= size <= min(LARGEST, people):
        raise ImpossibleSizes(f"{people} people cannot sit in circles of {size}.")
    return sizes(people, target=size, minimum=SMALLEST, maximum=min(size + 1, LARGEST))


def propose(context_id: int, *, size: int, seed: int | None = None) -> Grouping:
    """Draw a draft from the hat, for all who take part now; it takes the place of an older draft.

    The same seed and the same people give the same circles. Raises ImpossibleSizes.
    """
    _take_turn(context_id)
    people = [str(one.id) for one in learners_of(context_id)]
    seed = randbelow(SEEDS) if seed is None else seed
    made = at_random(people, sizes=divide(len(people), size), seed=seed)
    _replace(context_id, "draft")
    programme_of(context_id).group_size = size
    draft = Grouping(context_id=context_id, size=size, seed=seed)
    draft.groups = [PeerGroup(number=number) for number in range(1, len(made) + 1)]
    db.session.add(draft)
    db.session.flush()
    _seat(dict(zip((group.id for group in draft.groups), made, strict=True)))
    return draft


def move(context_id: int, membership_id: int, *, grouping_id: int, to: int) -> None:
    """Give somebody a seat in circle `to`; who sat nowhere is placed, the next number is a new one.

    Raises NotHere for what this course has not got, ChangedMeanwhile for a page that is too old.
    """
    _take_turn(context_id)
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
    _take_turn(context_id)
    grouping, member = _current(context_id, grouping_id), _sitter(context_id, membership_id)
    if seat := _seat_in(grouping, member):
        db.session.delete(seat)


def publish(context_id: int, grouping_id: int) -> Grouping:
    """Show a draft to the students; twice is once. What was published before is kept as replaced.

    Seats of people who left meanwhile, and circles without people, are taken away first. Raises
    NotHere, and ChangedMeanwhile when somebody else made another proposal meanwhile.
    """
    _take_turn(context_id)
    grouping = _current(context_id, grouping_id)
    if grouping.state == "draft":
        _clear(grouping)
        _replace(context_id, "published")
        grouping.state, grouping.published_at = "published", utcnow()
    return grouping


def discard_draft(context_id: int, grouping_id: int) -> None:
    """Put a draft away; what is published stays as it is. Raises NotHere."""
    _take_turn(context_id)
    draft = grouping_by(context_id, grouping_id)
    if draft.state == "draft":
        draft.state = "replaced"


def _take_turn(context_id: int) -> None:
    """Wait until nobody else changes the circles of this course, and keep others waiting.

    Writing what stands there takes the lock of the row, and on SQLite the one of the file.
    """
    db.session.execute(update(Context).filter_by(id=context_id).values(id=context_id))


def _replace(context_id: int, state: str) -> None:
    old = update(Grouping).filter_by(context_id=context_id, state=state)
    db.session.execute(old.values(state="replaced"))


def _seat(people: dict[int, tuple[str, ...]]) -> None:
    """Give seats to members, by the ids of their groups."""
    now = utcnow()
    seats = [
        {"group_id": group_id, "membership_id": int(member), "taken_at": now}
        for group_id, members in people.items()
        for member in members
    ]
    db.session.execute(insert(Seat), seats)


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
