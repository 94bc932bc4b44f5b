"""Asking how circles are doing: counts and moments, never text, and only what lies in sight.

Nothing here reads what members wrote: the tables of their words belong to a step of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership, PlatformGroup, User
from lti_tool.courses.sight import Sight
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.groups.queries import current
from lti_tool.insights.board.flags import FLAGS, Flag, flags_of
from lti_tool.insights.board.gathering import Known, known_of, sitters_in
from lti_tool.insights.board.models import Tended
from lti_tool.journey.meetings.queries import MeetingStatus
from lti_tool.programme.items import Item
from lti_tool.programme.models import ParticipationEvent
from lti_tool.programme.outline.queries import items_unused
from lti_tool.programme.queries import acts_of, participation_rules
from lti_tool.programme.rooms import duties_of

ON_A_PAGE = 50
"""Circles, or people who sit in none, on one page."""
IN_FULL = 8
"""Circles that need a look and stand above the table with all that can be done."""
NOWHERE = 0
"""Stands in addresses for those who sit in no circle."""


@dataclass(frozen=True)
class CircleStatus:
    """A circle in counts and moments; `members` are the ids of those in sight who sit here."""

    group_id: int
    number: int
    members: tuple[int, ...]
    flags: tuple[Flag, ...] = ()
    """What needs a look now, the most urgent first."""
    rests: tuple[Tended, ...] = ()
    """What was tended lately and shows again later if it still holds."""
    signed: int | None = None
    meetings: MeetingStatus | None = None
    last_active_at: datetime | None = None
    is_whole: bool = True
    """Whether all who sit here are in sight; else nothing can be done about the circle."""

    @property
    def state(self) -> str:
        """`look`, `waits` for what was tended, `open` when nobody has begun, else `underway`."""
        if self.flags:
            return "look"
        if self.rests:
            return "waits"
        return "underway" if self.last_active_at else "open"


@dataclass(frozen=True)
class Board:
    """How a course takes part, as far as it is in sight; its circles, the most urgent first."""

    circles: tuple[CircleStatus, ...]
    nowhere: tuple[int, ...]
    """Those who sit in no circle."""
    people: int
    begun: int
    active: Mapping[int, datetime]
    """When members last did something that counts, by their ids."""
    sections: tuple[PlatformGroup, ...] = ()

    @property
    def in_need(self) -> list[CircleStatus]:
        """The circles that need a look."""
        return [one for one in self.circles if one.flags]


@dataclass(frozen=True)
class Sheet:
    """One page of a board: circles, or before there are any the members themselves."""

    number: int
    pages: int
    circles: tuple[CircleStatus, ...]
    members: tuple[int, ...]


@dataclass(frozen=True)
class MemberStatus:
    """What one member has done, by item keys, and when they last did something that counts."""

    membership: Membership
    done: frozenset[str]
    last_active_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """Who has done what, among some members, by name."""

    members: tuple[MemberStatus, ...]
    items: tuple[Item, ...]

    @cached_property
    def _done(self) -> Mapping[int, frozenset[str]]:
        return {one.membership.id: one.done for one in self.members}

    def count(self, key: str, among: Iterable[int]) -> int:
        """How many of these members have done an item."""
        return sum(key in self._done.get(one, ()) for one in among)


def board_of(reader: Membership, sight: Sight, *, section: int | None = None) -> Board:
    """How a course is doing, for a member of its staff; as many requests for any size."""
    sections = _sections(reader.context_id, sight)
    chosen = next((one for one in sections if one.id == section), None)
    seen = sight.on(chosen.group_id) if chosen else sight
    learners = _learners(reader.context_id)
    in_sight = {one for one, ids in learners.items() if seen.covers(ids)}
    active = _last_active(reader.context_id)
    circles = _circles(reader, in_sight, active)
    seated = {one for circle in circles for one in circle.members}
    return Board(
        circles=tuple(sorted(circles, key=_trouble_first)),
        nowhere=tuple(one for one in learners if one in in_sight and one not in seated),
        people=len(in_sight),
        begun=sum(one in active for one in in_sight),
        active=active,
        sections=sections,
    )


def sheet_of(board: Board, number: int) -> Sheet:
    """A page of a board; 1 is the first."""
    number = max(number, 1)
    here = slice((number - 1) * ON_A_PAGE, number * ON_A_PAGE)
    circles, whole = board.circles[here], board.circles or board.nowhere
    members = tuple(one for circle in circles for one in circle.members)
    return Sheet(
        number=number,
        pages=-(-len(whole) // ON_A_PAGE),
        circles=circles,
        members=members if board.circles else board.nowhere[here],
    )


def circle_in(board: Board, number: int) -> CircleStatus:
    """One circle of a board by its number; raises NotHere for what is not in sight."""
    found = next((one for one in board.circles if one.number == number), None)
    if found is None:
        raise NotHere("no such circle in sight")
    return found


def progress_of(member_ids: Sequence[int], active: Mapping[int, datetime]) -> Progress:
    """Who of these has done what; the ids are in sight already."""
    query = select(Membership).options(joinedload(Membership.user)).join(Membership.user)
    query = query.where(Membership.id.in_(member_ids)).order_by(User.name, User.id)
    people = list(db.session.scalars(query)) if member_ids else []
    acts, duties = acts_of(member_ids), duties_of(people)
    done = {one: frozenset(act.item for act in acts.get(one, ())) for one in member_ids}
    asked = {duty.item for some in duties.values() for duty in some}.union(*done.values())
    asked -= items_unused(people[0].context_id) if people else set()
    rows = (MemberStatus(one, done[one.id], active.get(one.id)) for one in people)
    items = (item for item in participation_rules().items if item.key in asked)
    return Progress(tuple(rows), tuple(items))


def _circles(
    reader: Membership, in_sight: set[int], active: Mapping[int, datetime]
) -> list[CircleStatus]:
    grouping = current(reader.context_id, "published")
    if grouping is None:
        return []
    sitters = sitters_in(grouping)
    known = known_of(reader, grouping, sitters)
    return [
        _status(group, number, sitters[group, number], seen=seen, known=known, active=active)
        for group, number in sitters
        if (seen := tuple(one for one in sitters[group, number] if one in in_sight))
    ]


def _status(  # noqa: PLR0913
    group: int,
    number: int,
    everybody: Sequence[int],
    *,
    seen: tuple[int, ...],
    known: Known,
    active: Mapping[int, datetime],
) -> CircleStatus:
    last = max((active[one] for one in seen if one in active), default=None)
    facts = known.facts(group, everybody, seen=seen, last=last)
    found = flags_of(facts, now=utcnow(), after=known.patience)
    rests = {one.flag: one for one in known.tended[group]}
    return CircleStatus(
        group_id=group,
        number=number,
        members=seen,
        flags=tuple(one for one in found if one.kind not in rests),
        rests=tuple(rests[one.kind] for one in found if one.kind in rests),
        signed=known.signed(group, seen),
        meetings=known.meetings.get(group),
        last_active_at=last,
        is_whole=len(seen) == len(everybody),
    )


def _trouble_first(circle: CircleStatus) -> tuple[tuple[int, int], int, int]:
    """What needs a look by its most urgent flag, then who has not begun, then by number."""
    urgent = min((one.rank for one in circle.flags), default=(len(FLAGS), 0))
    return urgent, ("look", "waits", "open", "underway").index(circle.state), circle.number


def _learners(context_id: int) -> dict[int, list[str]]:
    """The sections of everybody who takes part, by membership id, in the order of names."""
    query = select(Membership.id, Membership.section_ids).join(Membership.user)
    here = Membership.context_id == context_id, Membership.is_learner, Membership.left_at.is_(None)
    rows = db.session.execute(query.where(*here).order_by(User.name, User.id))
    return {member: sections for member, sections in rows}


def _sections(context_id: int, sight: Sight) -> tuple[PlatformGroup, ...]:
    query = select(PlatformGroup).filter_by(context_id=context_id, kind="section")
    rows = db.session.scalars(query.order_by(PlatformGroup.name, PlatformGroup.id))
    return tuple(one for one in rows if sight.covers([one.group_id]))


def _last_active(context_id: int) -> dict[int, datetime]:
    """When each member last did something that counts."""
    lines = ParticipationEvent
    query = select(lines.membership_id, func.max(lines.occurred_at)).join(lines.membership)
    of_course = query.where(Membership.context_id == context_id).group_by(lines.membership_id)
    return {member: at for member, at in db.session.execute(of_course)}
