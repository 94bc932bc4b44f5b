"""What cannot be satisfied, said before any search: exact arithmetic on the rules. Plain Python.

For pages and jobs alike. Every clash named here is proven, and names the fewest rules that make it.
No clash is no promise: whether all rules hold at once only a search, or a proof, can tell.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from lti_tool.groups.matching.broken import Judge
from lti_tool.groups.matching.model import Group, People, Rules
from lti_tool.groups.matching.opening import sets_of
from lti_tool.groups.matching.sizes import ImpossibleSizes, sizes

PAIRWISE = 500  # beyond, asking every two would take longer than forming


class Clash(NamedTuple):
    """Rules (fields of `Rules`) that cannot hold at once, whom it concerns, and why in words."""

    rules: tuple[str, ...]
    members: Group
    why: str


def clashes(people: People, rules: Rules) -> tuple[Clash, ...]:
    """Everything that arithmetic alone proves to be impossible."""
    judge = Judge.of(people, rules)
    locked = {name for group in rules.locked for name in group}
    free = [name for name in people.ids if name not in locked]
    found = [*_together(judge, free)]
    for label, names in sections(judge, free).items():
        found += _sizes(judge, label, names)
        found += _experienced(judge, label, names)
        found += _alone(judge, label, names)
        found += _apart(judge, names)
        found += _loners(judge, names)
    return tuple(found)


def sections(judge: Judge, names: list[str]) -> dict[str, list[str]]:
    """The given people by section, under its name; all under "" where sections may mix."""
    answers = judge.people.labels.get(judge.rules.same or "", ())
    made: dict[str, list[str]] = {}
    for name in names:
        label = f"{judge.rules.same} {answers[judge.place[name]]}" if answers else ""
        made.setdefault(label, []).append(name)
    return made


def _sizes(judge: Judge, label: str, names: list[str]) -> Iterator[Clash]:
    rules, where = judge.rules, f"{label}: " if label else ""
    try:
        sizes(len(names), target=rules.size, minimum=rules.minimum, maximum=rules.maximum)
    except ImpossibleSizes as impossible:
        kinds = ("minimum", "maximum", "same") if label else ("minimum", "maximum")
        yield Clash(kinds, tuple(names), f"{where}{impossible}")


def _experienced(judge: Judge, label: str, names: list[str]) -> Iterator[Clash]:
    needed, where = judge.rules.experienced_in_each, f"{label}: " if label else ""
    here = sum(name in judge.rules.experienced for name in names)
    fewest = -(-len(names) // judge.rules.maximum)
    if fewest * needed > here:
        why = (
            f"{where}{fewest} groups or more need {needed} experienced each, but there are {here}."
        )
        kinds = ("experienced_in_each", "maximum", "same") if label else ("experienced_in_each",)
        yield Clash(kinds, tuple(names), why)


def _alone(judge: Judge, label: str, names: list[str]) -> Iterator[Clash]:
    kinds = ("never_alone", "same") if label else ("never_alone",)
    for column, value in judge.rules.never_alone:
        answers = judge.people.labels.get(column, ())
        holders = [name for name in names if answers and answers[judge.place[name]] == value]
        if len(holders) == 1:
            where = f" in {label}" if label else ""
            why = f"{holders[0]} is the only one{where} with {column} {value}."
            yield Clash(kinds, (holders[0],), why)


def _together(judge: Judge, names: list[str]) -> Iterator[Clash]:
    """Sets that cannot sit in one group, asked of a judge who knows no other rule of groups."""
    alone = judge.rules._replace(minimum=0, experienced_in_each=0, never_alone=(), together=())
    stern = Judge.of(judge.people, alone)
    for group in sets_of(names, judge.rules.together):
        for broken in stern.broken(group) if len(group) > 1 else ():
            who = ", ".join(group)
            why = f"{who} belong together, which breaks {broken.rule}: "
            yield Clash(
                ("together", broken.rule), group, f"{why}{broken.found}, not {broken.needed}."
            )


def _apart(judge: Judge, names: list[str]) -> Iterator[Clash]:
    """More people who all keep apart from each other than there can be groups."""
    most = max(len(names) // judge.rules.minimum, 1)
    foes: dict[str, set[str]] = {name: set() for name in names}
    for pair in judge.bad:
        if len(pair) == 2 and pair <= foes.keys():
            a, b = pair
            foes[a].add(b)
            foes[b].add(a)
    for name in sorted(foes, key=lambda one: (-len(foes[one]), one)):
        clique = _grown(name, foes)
        if len(clique) > most:
            kinds = sorted({judge.bad[frozenset(pair)] for pair in combinations(clique, 2)})
            why = f"{len(clique)} people all keep apart, but there are at most {most} groups."
            yield Clash((*kinds, "minimum"), tuple(sorted(clique)), why)
            return


def _grown(name: str, foes: dict[str, set[str]]) -> list[str]:
    clique, left = [name], set(foes[name])
    while left:
        best = min(left, key=lambda one: (-len(foes[one] & left), one))
        clique.append(best)
        left &= foes[best]
    return clique


def _loners(judge: Judge, names: list[str]) -> Iterator[Clash]:
    """People whom too few others can join, pair by pair."""
    pairwise = judge.rules._replace(
        minimum=0, experienced_in_each=0, never_alone=(), together=(), same=None
    )
    stern, needed = Judge.of(judge.people, pairwise), judge.rules.minimum - 1
    for name in names if needed < len(names) <= PAIRWISE else ():
        kinds, fitting = set[str](), 0
        for other in names:
            broken = stern.broken((name, other)) if other != name and fitting < needed else ()
            fitting += other != name and not broken
            kinds |= {one.rule for one in broken}
        if fitting < needed:
            why = f"Only {fitting} of the others can sit with {name}, and a group needs "
            yield Clash((*sorted(kinds), "minimum"), (name,), f"{why}{judge.rules.minimum}.")
