"""Proposals side by side: what each comes to over all its circles, and who would move."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.models import Grouping, PeerGroup
from lti_tool.groups.queries import people_by_number
from lti_tool.groups.review.queries import members_by_id
from lti_tool.groups.review.repair import Change, changes
from lti_tool.groups.review.words import label, value

KEPT = 3
"""Earlier proposals that a page offers."""
MOST_TOLD = 24
"""Changes that a page tells one by one."""


Fact = tuple[str, int, int]
"""The kind, part and whole of a fact, as a circle's row keeps it."""
Cell = tuple[str, int]
"""What a number is in words, and how good it is: more is better."""


@dataclass(frozen=True)
class Line:
    """One line of two proposals side by side; `better` says which: -1 the first, 1 the second."""

    label: str
    first: str
    second: str
    better: int


@dataclass(frozen=True)
class Totals:
    """A whole grouping in numbers; `facts` are each circle's, by criterion."""

    circles: int
    broken: int
    unkept: int
    facts: dict[str, list[Fact]]


@dataclass(frozen=True)
class Proposals:
    """The present grouping, those before it, and the one that is looked at beside it."""

    earlier: list[Grouping]
    beside: Grouping | None
    lines: list[Line]
    changes: list[Change]
    people: dict[int, Membership]

    @property
    def told(self) -> list[Change]:
        """The changes that are told one by one."""
        return self.changes[:MOST_TOLD]


def proposals_of(
    grouping: Grouping, published: Grouping | None, *, beside: str | None
) -> Proposals:
    """What there is to compare with a grouping; `beside` is the id that an address names."""
    earlier = _earlier(grouping) if grouping.state == "draft" else []
    other = next((one for one in earlier if str(one.id) == beside), None)
    moved = changes(published, grouping) if published and grouping.repairs_id else []
    return Proposals(
        earlier=earlier,
        beside=other,
        lines=compared(_totals(other), _totals(grouping)) if other else [],
        changes=moved,
        people=members_by_id(one.member for one in moved[:MOST_TOLD]),
    )


def compared(first: Totals, second: Totals) -> list[Line]:
    """Two proposals, number by number."""
    lines = [
        _line(gettext("Circles"), (str(first.circles), 0), (str(second.circles), 0)),
        _line(gettext("Rules that could not be kept"), _fewer(first.broken), _fewer(second.broken)),
    ]
    if first.unkept or second.unkept:
        words = gettext("Private wishes that could not be kept")
        lines.append(_line(words, _fewer(first.unkept), _fewer(second.unkept)))
    both = [name for name in second.facts if name in first.facts]
    return lines + [_summed(name, first.facts[name], second.facts[name]) for name in both]


def _summed(name: str, first: list[Fact], second: list[Fact]) -> Line:
    """One criterion over all circles of two proposals."""
    kind, words = first[0][0], label(name)
    if kind == "hours":
        without = [sum(part == 0 for _, part, _ in side) for side in (first, second)]
        return _line(gettext("Circles with no common hour"), *map(_fewer, without))
    if kind == "steps":
        gaps = [max(part for _, part, _ in side) for side in (first, second)]
        cells = [(value(kind, gap, 0), 0) for gap in gaps]
        return _line(gettext("%(what)s: the widest", what=words), *cells)
    parts = [sum(part for _, part, _ in side) for side in (first, second)]
    wholes = [sum(whole for _, _, whole in side) for side in (first, second)]
    cells = [(value("", one, whole), one) for one, whole in zip(parts, wholes, strict=True)]
    return _line(words, *cells)


def _line(words: str, first: Cell, second: Cell) -> Line:
    better = (second[1] > first[1]) - (second[1] < first[1])
    return Line(str(words), first[0], second[0], better)


def _fewer(count: int) -> Cell:
    return str(count), -count


def _earlier(grouping: Grouping) -> list[Grouping]:
    """Proposals that gave way and can be taken up again, the newest first."""
    query = (
        select(Grouping)
        .filter_by(context_id=grouping.context_id, state="replaced")
        .where(Grouping.published_at.is_(None), Grouping.mended_at.is_(None))
        .order_by(Grouping.id.desc())
    )
    return list(db.session.scalars(query.limit(KEPT)))


def _totals(grouping: Grouping) -> Totals:
    query = select(PeerGroup.facts, PeerGroup.broken).filter_by(grouping_id=grouping.id)
    rows = db.session.execute(query).all()
    facts: dict[str, list[Fact]] = {}
    for name, told in ((name, one) for row in rows for name, one in row.facts.items()):
        facts.setdefault(name, []).append((told[0], told[1], told[2]))
    circles = len(people_by_number(grouping))
    return Totals(circles, sum(row.broken for row in rows), grouping.unkept, facts)
