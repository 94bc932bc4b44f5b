"""What is true of a circle, criterion by criterion: plain arithmetic on what people answered.

For pages and jobs of this step. Nothing is guessed: who did not answer is left out of a fact. The
numbers are those that staff read, so a page can say at once what a move would change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from lti_tool.groups.matching import Aim, Broken, Criterion, Judge, People, Rules, Weights
from lti_tool.groups.matching.model import Answer, Group

WHOLE = 1000
"""Points of a circle in which everything that was asked for is so."""


@dataclass(frozen=True)
class Fact:
    """One number of one circle: `part` of `whole`, and how good that is, from 0 to 1.

    `kind` says what is counted: `wishes` that somebody can help with, `hours` that suit everybody,
    `shared` choices, `pairs` that are as they should be, `steps` between two members at most.
    """

    name: str
    kind: str
    part: int
    whole: int
    share: float
    weight: int


@dataclass(frozen=True)
class Judged:
    """A circle with its facts and the rules it breaks."""

    members: Group
    facts: tuple[Fact, ...]
    broken: tuple[Broken, ...]

    @property
    def quality(self) -> float | None:
        """Points of 1000; none where nothing was asked for."""
        total = sum(one.weight for one in self.facts)
        return WHOLE * sum(one.weight * one.share for one in self.facts) / total if total else None


class Facts:
    """All that was answered and asked for, ready to be asked about many circles."""

    def __init__(self, people: People, rules: Rules, weights: Weights) -> None:
        self._people, self._weights = people, weights
        self._judge = Judge.of(people, rules)
        self._widths = {name: _width(column) for name, column in people.levels.items()}

    def of(self, members: Iterable[str]) -> Judged:
        """The facts of a circle; members who are not among the people are passed over."""
        group = tuple(name for name in members if name in self._judge.place)
        return Judged(group, tuple(self._facts(group)), self._judge.broken(group))

    def answers(self, column: Sequence[Answer], group: Iterable[str]) -> list[Answer]:
        """What these answered, in their order; None where nothing is known."""
        return [column[self._judge.place[name]] if column else None for name in group]

    def _facts(self, group: Group) -> Iterator[Fact]:
        if self._weights.exchange:
            yield self._wishes(group)
        if self._weights.hours:
            yield self._hours(group)
        for one in self._weights.criteria:
            if one.aim is not Aim.IGNORED and one.weight:
                yield from self._criterion(one, group)

    def _wishes(self, group: Group) -> Fact:
        offers = [mask or 0 for mask in self.answers(self._people.offers, group)]
        wants = [mask or 0 for mask in self.answers(self._people.wants, group)]
        met = sum(
            (want & _union(offers[:seat] + offers[seat + 1 :])).bit_count()
            for seat, want in enumerate(wants)
        )
        asked = sum(want.bit_count() for want in wants)
        return Fact("exchange", "wishes", met, asked, _ratio(met, asked), self._weights.exchange)

    def _hours(self, group: Group) -> Fact:
        told = [mask for mask in self.answers(self._people.hours, group) if mask is not None]
        enough = max(self._weights.enough_hours, 1)
        common = _common(told).bit_count() if told else enough
        share = min(common / enough, 1.0)
        return Fact("hours", "hours", common, enough, share, self._weights.hours)

    def _criterion(self, one: Criterion, group: Group) -> Iterator[Fact]:
        for columns, told in (
            (self._people.sets, _shared),
            (self._people.labels, _labels),
            (self._people.levels, _levels),
        ):
            if one.column in columns:
                known = self.answers(columns[one.column], group)
                answers = [answer for answer in known if answer is not None]
                yield told(one, answers, self._widths.get(one.column, 0))


def _shared(one: Criterion, answers: list[int], width: int) -> Fact:
    """Choices in common; or for `different`, pairs that have none."""
    if one.aim is Aim.DIFFERENT:
        return _pairs(one, [a & b == 0 for a, b in combinations(answers, 2)])
    if one.aim is Aim.SHARED:
        common = _common(answers).bit_count() if answers else 0
        return Fact(one.column, "shared", common, 1, float(common > 0 or not answers), one.weight)
    return _pairs(one, [a & b != 0 for a, b in combinations(answers, 2)])


def _labels(one: Criterion, answers: list[int], width: int) -> Fact:
    wants_same = one.aim is Aim.SIMILAR
    return _pairs(one, [(a == b) is wants_same for a, b in combinations(answers, 2)])


def _levels(one: Criterion, answers: list[int], width: int) -> Fact:
    gap = max(answers, default=0) - min(answers, default=0)
    near = 1 - gap / width if width else 1.0
    share = near if one.aim is Aim.SIMILAR else 1 - near
    return Fact(one.column, "steps", gap, width, share, one.weight)


def _pairs(one: Criterion, good: list[bool]) -> Fact:
    part, whole = sum(good), len(good)
    return Fact(one.column, "pairs", part, whole, _ratio(part, whole), one.weight)


def _width(column: Sequence[Answer]) -> int:
    """The distance from the lowest answer of the course to the highest."""
    known = [answer for answer in column if answer is not None]
    return max(known, default=0) - min(known, default=0)


def _ratio(part: int, whole: int) -> float:
    """Nothing that was asked for is nothing amiss."""
    return part / whole if whole else 1.0


def _union(masks: Iterable[int]) -> int:
    made = 0
    for mask in masks:
        made |= mask
    return made


def _common(masks: Iterable[int]) -> int:
    made = -1
    for mask in masks:
        made &= mask
    return made
