"""Which rules a group breaks, read off the people alone. Plain Python, for the whole tool.

It shares nothing with the search, so it is also the judge of the search.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from lti_tool.groups.matching.model import Answer, Broken, Group, People, Rules


class Judge(NamedTuple):
    """The rules over some people, ready to be asked about many groups."""

    people: People
    rules: Rules
    place: Mapping[str, int]
    bad: Mapping[frozenset[str], str]
    mates: Mapping[str, tuple[Group, ...]]

    @classmethod
    def of(cls, people: People, rules: Rules) -> "Judge":
        """Look up once what every group will be asked."""
        place = {name: number for number, name in enumerate(people.ids)}
        named = [("not_again", rules.not_again), ("rivals", rules.rivals), ("apart", rules.apart)]
        bad = {frozenset(pair): rule for rule, pairs in named for pair in pairs}
        mates: dict[str, tuple[Group, ...]] = {}
        for group in rules.together:
            here = tuple(name for name in group if name in place)
            for name in here:
                mates[name] = (*mates.get(name, ()), here)
        return cls(people, rules, place, bad, mates)

    def broken(self, group: Group) -> tuple[Broken, ...]:
        """Everything this group breaks. Members who are not among the people are passed over."""
        here = tuple(name for name in group if name in self.place)
        told = (
            self._sizes(group),
            self._pairs(here),
            self._together(here),
            self._same(here),
            self._alone(here),
            self._experienced(here),
            self._gap(here),
            self._hours(here),
        )
        return tuple(one for some in told for one in some)

    def _sizes(self, group: Group) -> Iterator[Broken]:
        if len(group) < self.rules.minimum:
            yield Broken("minimum", group, self.rules.minimum, len(group))
        if len(group) > self.rules.maximum:
            yield Broken("maximum", group, self.rules.maximum, len(group))

    def _pairs(self, group: Group) -> Iterator[Broken]:
        for pair in combinations(group, 2):
            rule = self.bad.get(frozenset(pair))
            if rule is not None:
                yield Broken(rule, pair, 0, 1)

    def _together(self, group: Group) -> Iterator[Broken]:
        for mates in dict.fromkeys(mates for name in group for mates in self.mates.get(name, ())):
            found = sum(name in group for name in mates)
            if found < len(mates):
                yield Broken("together", mates, len(mates), found)

    def _same(self, group: Group) -> Iterator[Broken]:
        if self.rules.same is not None:
            labels = set(self._answers(self.people.labels.get(self.rules.same, ()), group))
            if len(labels) > 1:
                yield Broken("same", group, 1, len(labels), self.rules.same)

    def _alone(self, group: Group) -> Iterator[Broken]:
        for label, value in self.rules.never_alone:
            answers = self._answers(self.people.labels.get(label, ()), group)
            if answers.count(value) == 1:
                who = group[answers.index(value)]
                yield Broken("never_alone", (who,), 2, 1, f"{label} {value}")

    def _experienced(self, group: Group) -> Iterator[Broken]:
        found = sum(name in self.rules.experienced for name in group)
        if found < self.rules.experienced_in_each:
            yield Broken("experienced_in_each", group, self.rules.experienced_in_each, found)

    def _gap(self, group: Group) -> Iterator[Broken]:
        if self.rules.widest_gap is None:
            return
        level, widest = self.rules.widest_gap
        answers = self._answers(self.people.levels.get(level, ()), group)
        known = [answer for answer in answers if answer is not None]
        found = max(known, default=0) - min(known, default=0)
        if found > widest:
            yield Broken("widest_gap", group, widest, found, level)

    def _hours(self, group: Group) -> Iterator[Broken]:
        common = -1
        for answer in self._answers(self.people.hours, group):
            common &= -1 if answer is None else answer
        if common >= 0 and common.bit_count() < self.rules.common_hours:
            yield Broken("common_hours", group, self.rules.common_hours, common.bit_count())

    def _answers(self, column: Sequence[Answer], group: Group) -> list[Answer]:
        return [column[self.place[name]] if column else None for name in group]
