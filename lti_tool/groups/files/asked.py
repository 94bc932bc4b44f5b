"""What is asked of a table of members: aims, rules, and which column is what. Plain Python.

The words are those of a course's plan (`plan.choices`): what a plan asks of members by their
numbers, this asks of people by the ids of a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lti_tool.groups.matching import Aim, Criterion, Weights
from lti_tool.groups.matching.model import Group
from lti_tool.groups.plan.choices import EXCHANGE, HOURS, Wanted
from lti_tool.tables import FileWrong

CHOICES, VALUE, NUMBER = KINDS = ("choices", "value", "number")
"""What a column holds: any number of choices, one of several values, or a whole number."""
WHOLE_GROUP = (HOURS, EXCHANGE)
"""Criteria that are no column of their own."""


@dataclass(frozen=True)
class Asked:
    """What a file of criteria says, as far as it can be checked without the people.

    `parts` are the columns that stand for `id`, `offers`, `wishes` and the like; `kinds` what a
    column holds, where that is said; `counts` the rules that are a number, `sets` those that name
    people.
    """

    file: str = ""
    text: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    hours: tuple[str, ...] = (HOURS,)
    busy: tuple[str, ...] = ()
    separator: str = ";"
    criteria: Mapping[str, Wanted] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    enough_hours: int = 4
    counts: Mapping[str, int] = field(default_factory=dict)
    sets: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    never_alone: tuple[str, ...] = ()
    widest_gap: tuple[str, int] | None = None
    same_section: bool = False

    def part(self, name: str) -> str:
        """The column that stands for a part: one of the same name unless another was named."""
        return self.parts.get(name, name)

    @property
    def hours_columns(self) -> tuple[str, ...]:
        """The columns of free hours, or of busy ones, if anything asks for common hours."""
        is_asked = HOURS in self.criteria or self.counts.get("common_hours")
        return (self.busy or self.hours) if is_asked else ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns of which a rule needs values."""
        return (*self.never_alone, *([self.part("section")] if self.same_section else []))

    @property
    def levels(self) -> tuple[str, ...]:
        """The columns of which a rule needs whole numbers."""
        return (self.widest_gap[0],) if self.widest_gap else ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The columns that become columns of the engine under their own names."""
        criteria = [name for name in self.criteria if name not in WHOLE_GROUP]
        return tuple(dict.fromkeys((*criteria, *self.labels, *self.levels)))

    @property
    def needed(self) -> tuple[str, ...]:
        """Every column that must be in the table besides the id."""
        parts = [name for name in ("wishes", "please_not") if name in self.parts]
        parts += ["offers", "wants"] if EXCHANGE in self.criteria else []
        parts += ["experienced"] if self.counts.get("experienced_in_each") else []
        named = [self.part(name) for name in parts]
        return tuple(dict.fromkeys((*self.answers, *self.hours_columns, *named)))

    @property
    def weights(self) -> Weights:
        """How much each criterion counts."""
        counted = {n: one for n, one in self.criteria.items() if one.aim is not Aim.IGNORED}
        plain = [(name, one) for name, one in counted.items() if name not in WHOLE_GROUP]
        hours, exchange = (counted[n].weight if n in counted else 0 for n in WHOLE_GROUP)
        return Weights(
            tuple(Criterion(name, one.aim, one.weight) for name, one in plain if one.weight),
            hours=hours,
            enough_hours=max(self.enough_hours, 1),
            exchange=exchange,
        )

    def wrong(self, word: str, why: str) -> FileWrong:
        """What is wrong, with the first line that holds the word."""
        return FileWrong(self.file, line_of(self.text, word), why)


def line_of(text: str, word: str) -> int | None:
    """The number of the first line that holds a word outside of comments, if any does."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if word in line.partition("#")[0]), None)
