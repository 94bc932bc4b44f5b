"""The fewest kinds of rules that cannot hold at once in a small course, proven. Loads NumPy.

For jobs; it needs the optional library highspy. Every group that could be is asked once which rules
it breaks. Then kinds of rules are dropped one after another: what can go without making the course
possible is no part of the clash.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lti_tool.groups.matching.broken import Judge
from lti_tool.groups.matching.clashes import Clash, sections
from lti_tool.groups.matching.exact import can_enumerate, chosen
from lti_tool.groups.matching.model import Group, People, Rules
from lti_tool.groups.matching.sizes import ImpossibleSizes, sizes

KINDS = (
    "together",
    "apart",
    "rivals",
    "not_again",
    "never_alone",
    "experienced_in_each",
    "widest_gap",
    "common_hours",
)


def proven_clash(people: People, rules: Rules) -> Clash | None:
    """Rules that cannot hold at once though all without any one of them can; None if all can.

    None also where nothing can be proven: without the library, in a section too large to look at
    all groups that could be, or where sizes alone are impossible (`clashes` says that).
    """
    judge = Judge.of(people, rules)
    locked = {name for group in rules.locked for name in group}
    free = sorted(name for name in people.ids if name not in locked)
    for names in sections(judge, free).values():
        every = _every_group(judge, names)
        if every is not None and not every.is_possible(without=()):
            return _smallest(every, names)
    return None


def _smallest(every: "_EveryGroup", names: list[str]) -> Clash:
    dropped: list[str] = []
    for kind in KINDS:
        if not every.is_possible(without=[*dropped, kind]):
            dropped.append(kind)
    asked = tuple(kind for kind in KINDS if kind not in dropped)
    return Clash(asked, tuple(names), f"Not all at once: {', '.join(asked)}.")


@dataclass(frozen=True)
class _EveryGroup:
    """All groups that could be in one section: who sits in each, and what it breaks."""

    groups: list[tuple[int, ...]]
    broken: list[frozenset[str]]
    counts: dict[int, int]  # how many groups of each size
    people: int

    def is_possible(self, *, without: Collection[str]) -> bool:
        """Whether some seating breaks no rule but those of the given kinds."""
        left = [
            group
            for group, broken in zip(self.groups, self.broken, strict=True)
            if broken <= set(without)
        ]
        sums = [1] * self.people + list(self.counts.values())
        place = {size: self.people + number for number, size in enumerate(self.counts)}
        entries = [[*group, place[len(group)]] for group in left]
        return chosen(np.zeros(len(left)), entries, sums) is not None


def _every_group(judge: Judge, names: list[str]) -> _EveryGroup | None:
    rules = judge.rules
    try:
        made = sizes(len(names), target=rules.size, minimum=rules.minimum, maximum=rules.maximum)
    except ImpossibleSizes:
        return None
    if not can_enumerate(len(names), made):
        return None
    counts = {size: made.count(size) for size in sorted(set(made))}
    groups = [group for size in counts for group in combinations(range(len(names)), size)]
    broken = [_kinds(judge, tuple(names[who] for who in group)) for group in groups]
    return _EveryGroup(groups, broken, counts, len(names))


def _kinds(judge: Judge, group: Group) -> frozenset[str]:
    return frozenset(one.rule for one in judge.broken(group))
