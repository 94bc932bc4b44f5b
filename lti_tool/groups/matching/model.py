"""What goes into the engine and what comes out, as plain frozen data without NumPy.

For whoever calls the engine: web pages and jobs build these. Everything about a person is optional;
somebody who answered nothing is seated all the same.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

LARGEST_SCORE = 1 << 22
"""Pair scores lie below this, so that they are summed exactly."""

Answer = int | None
Group = tuple[str, ...]
Pair = tuple[str, str]

_NOTHING: Mapping[str, tuple[Answer, ...]] = MappingProxyType({})


class Aim(Enum):
    """What a group's members should be in one respect."""

    SIMILAR = "similar"
    DIFFERENT = "different"
    SPREAD = "spread"  # every group a picture of the whole course
    SHARED = "shared"  # sets only: at least one thing in common
    IGNORED = "ignore"


class People(NamedTuple):
    """Columns about people, each as long as `ids` and in its order; None where nobody answered.

    `sets` are bit masks of at most 64 choices, `labels` and `levels` whole numbers. `offers` and
    `wants` are bit masks over the same at most 64 topics. `hours` are bit masks of free slots, of
    any length, in one time zone for all; None counts as free at any time.
    """

    ids: tuple[str, ...]
    sets: Mapping[str, tuple[Answer, ...]] = _NOTHING
    labels: Mapping[str, tuple[Answer, ...]] = _NOTHING
    levels: Mapping[str, tuple[Answer, ...]] = _NOTHING
    offers: tuple[Answer, ...] = ()
    wants: tuple[Answer, ...] = ()
    hours: tuple[Answer, ...] = ()


class Criterion(NamedTuple):
    """One column, what is aimed at, and how much it counts beside the others."""

    column: str
    aim: Aim
    weight: int = 1


class Weights(NamedTuple):
    """What makes a good group. All weights together stand for 1000 points a group.

    `hours`: common slots of the whole group, up to `enough_hours`. `exchange`: two thirds for what
    pairs can give each other, one third for the member whose wants the group covers least.
    """

    criteria: tuple[Criterion, ...] = ()
    hours: int = 0
    enough_hours: int = 4
    exchange: int = 0

    @property
    def total(self) -> int:
        """The weight that 1000 points stand for."""
        counted = sum(c.weight for c in self.criteria if c.aim is not Aim.IGNORED)
        return max(counted + self.hours + self.exchange, 1)


class Rules(NamedTuple):
    """What must hold. Whoever is not among the people is passed over in every rule."""

    size: int = 4
    minimum: int = 3
    maximum: int = 5
    together: tuple[Group, ...] = ()
    apart: tuple[Pair, ...] = ()
    rivals: tuple[Pair, ...] = ()
    not_again: tuple[Pair, ...] = ()
    same: str | None = None  # a label, such as the section, that nobody's group may mix
    never_alone: tuple[tuple[str, int], ...] = ()  # (label, value)
    experienced: frozenset[str] = frozenset()
    experienced_in_each: int = 0
    widest_gap: tuple[str, int] | None = None  # (level, most between two members)
    common_hours: int = 0  # slots at which the whole group is free
    wishes: tuple[Pair, ...] = ()
    wish_points: int = 60  # what a pair scores more for each wish that it fulfils
    present: tuple[Group, ...] = ()  # groups as they stand
    present_points: int = 600  # what a pair scores more that stays together
    locked: tuple[Group, ...] = ()  # groups that stay as they are


class Broken(NamedTuple):
    """One rule that one group breaks, named."""

    rule: str  # the field of `Rules`
    members: Group
    needed: int
    found: int
    about: str = ""  # the column or value meant, where a rule has several

    def __str__(self) -> str:
        of = f" ({self.about})" if self.about else ""
        who = ", ".join(self.members)
        return f"{self.rule}{of}: {who}: {self.found} instead of {self.needed}"


class Swap(NamedTuple):
    """The best exchange that was not made: who would go, who would come, and the score's change.

    `change` is in points of a group's score, summed over both groups.
    """

    leaves: str
    joins: str
    change: float


class Circle(NamedTuple):
    """One group: its members by id, its score, the points of each criterion, what it breaks."""

    members: Group
    score: float
    points: Mapping[str, float]
    broken: tuple[Broken, ...] = ()
    swap: Swap | None = None


class Proposal(NamedTuple):
    """Groups, best told weakest first; `score` is the mean over groups, `locked` ones left out.

    `proven`: no division is better, with wishes, kept pairs and rules counted in. It is said of
    small courses only, where the optional libraries are installed.
    """

    circles: tuple[Circle, ...]
    score: float
    stopped: bool = False  # somebody asked to stop early; the groups are valid all the same
    proven: bool = False

    @property
    def groups(self) -> tuple[Group, ...]:
        """The members of each group."""
        return tuple(circle.members for circle in self.circles)

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Everything that could not be satisfied."""
        return tuple(one for circle in self.circles for one in circle.broken)

    @property
    def weakest(self) -> Circle | None:
        """The group with the lowest score, broken ones first."""
        return min(self.circles, key=lambda c: (-len(c.broken), c.score), default=None)
