"""Asking how a course takes part: who has done which item, by the ledger; counts, never text.

Nothing here reads what members wrote: the tables of their words belong to a step of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.groups.models import Grouping
from lti_tool.groups.queries import circles_of, grouping_in
from lti_tool.journey.agreement.queries import agreement_statuses
from lti_tool.journey.meetings.queries import MeetingStatus, meeting_statuses
from lti_tool.programme.items import Item
from lti_tool.programme.models import ParticipationEvent
from lti_tool.programme.queries import participation_rules


@dataclass(frozen=True)
class MemberStatus:
    """What one member has done, by item keys, and when anything of it last changed."""

    membership: Membership
    done: frozenset[str]
    last_active_at: datetime | None


@dataclass(frozen=True)
class CircleStatus:
    """A circle and its members' status; the number is None for those who sit in no circle."""

    number: int | None
    members: tuple[MemberStatus, ...]
    items: tuple[Item, ...]
    signed: int | None = None
    """How many of them signed their agreement as it is now; None where there is no text."""
    meetings: MeetingStatus | None = None
    """None where no meeting is planned."""

    @property
    def state(self) -> str:
        """`open` when nobody has begun, `done` when everything is done, else `underway`."""
        done = sum(len(one.done) for one in self.members)
        if done == 0:
            return "open"
        return "done" if done == len(self.members) * len(self.items) else "underway"

    @property
    def last_active_at(self) -> datetime | None:
        """When anybody here last did something."""
        return max((at for one in self.members if (at := one.last_active_at)), default=None)

    def count(self, key: str) -> int:
        """How many members have done an item."""
        return sum(key in one.done for one in self.members)


@dataclass(frozen=True)
class Board:
    """How a course takes part: its circles, those that have not begun first."""

    circles: tuple[CircleStatus, ...]
    items: tuple[Item, ...]

    @property
    def people(self) -> int:
        """How many take part."""
        return sum(len(circle.members) for circle in self.circles)

    @property
    def begun(self) -> int:
        """How many of them have done at least one item."""
        return sum(bool(one.done) for circle in self.circles for one in circle.members)


def board_of(context_id: int) -> Board:
    """How everybody in a course takes part; as many requests for a small course as for a large."""
    items = participation_rules().items
    learners = {one.membership.id: one for one in _statuses(context_id, items)}
    grouping = grouping_in(context_id, "published")
    signers, meetings = _signers(grouping), _meetings(grouping)
    seated: list[tuple[int | None, list[MemberStatus]]] = [
        (circle.number, [learners.pop(one.id) for one in circle.people if one.id in learners])
        for circle in circles_of(grouping)
    ]
    places = [*seated, (None, [*learners.values()])]
    rows = [
        CircleStatus(
            number,
            tuple(members),
            items,
            signed=_signed(members, signers.get(number)),
            meetings=meetings.get(number),
        )
        for number, members in places
        if members
    ]
    return Board(tuple(sorted(rows, key=_trouble_first)), items)


def _meetings(grouping: Grouping | None) -> dict[int | None, MeetingStatus]:
    """How circles meet, by their numbers; those without a plan are left out."""
    numbers = {group.id: group.number for group in grouping.groups} if grouping else {}
    return {numbers[group]: one for group, one in meeting_statuses(numbers).items()}


def _signers(grouping: Grouping | None) -> dict[int | None, frozenset[int]]:
    """Who signed what holds now, by the numbers of circles that have a text."""
    numbers = {group.id: group.number for group in grouping.groups} if grouping else {}
    return {numbers[group]: one.signers for group, one in agreement_statuses(numbers).items()}


def _signed(members: Iterable[MemberStatus], signers: frozenset[int] | None) -> int | None:
    if signers is None:
        return None
    return sum(one.membership.id in signers for one in members)


def _statuses(context_id: int, items: Iterable[Item]) -> Iterable[MemberStatus]:
    """The status of everybody who takes part, by name."""
    keys = {item.key for item in items}
    done: dict[int, set[str]] = {}
    active: dict[int, datetime] = {}
    for member, item, is_done, at in db.session.execute(_last_lines(context_id)):
        active[member] = max(at, active.get(member, at))
        if is_done and item in keys:
            done.setdefault(member, set()).add(item)
    for one in learners_of(context_id):
        yield MemberStatus(one, frozenset(done.get(one.id, ())), active.get(one.id))


def _last_lines(context_id: int) -> Select[int, str, bool, datetime]:
    """The last line of each item of each member: it decides whether the item is done."""
    lines = ParticipationEvent
    last = (
        select(func.max(lines.id))
        .join(lines.membership)
        .where(Membership.context_id == context_id)
        .group_by(lines.membership_id, lines.item)
    )
    return select(lines.membership_id, lines.item, lines.is_done, lines.occurred_at).where(
        lines.id.in_(last)
    )


def _trouble_first(circle: CircleStatus) -> tuple[int, int]:
    """Who sits in no circle, then circles that have not begun, then those under way."""
    rank = 1 + ("open", "underway", "done").index(circle.state)
    return (0, 0) if circle.number is None else (rank, circle.number)
