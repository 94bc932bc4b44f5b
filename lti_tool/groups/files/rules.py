"""Rules of a file of criteria, about the people of a table. Plain Python."""

from collections.abc import Iterable
from itertools import combinations

from lti_tool.groups.files.asked import Asked
from lti_tool.groups.files.members import Members
from lti_tool.groups.matching import People, Rules
from lti_tool.groups.matching.model import Group, Pair

USUAL_MINIMUM = 3


def rules_of(members: Members, people: People, *, size: int) -> Rules:
    """Everything that must hold, and whose wishes count. Raises `FileWrong`."""
    asked = members.asked
    return named_rules(asked, members.ids, size=size)._replace(
        rivals=members.pairs("please_not"),
        wishes=members.pairs("wishes"),
        same=asked.part("section") if asked.same_section else None,
        never_alone=_company(asked.never_alone, people),
        experienced=members.experienced(),
        experienced_in_each=asked.counts.get("experienced_in_each", 0),
        widest_gap=asked.widest_gap,
        common_hours=asked.counts.get("common_hours", 0),
    )


def named_rules(asked: Asked, ids: Iterable[str], *, size: int) -> Rules:
    """Sizes, and rules that name people. Raises `FileWrong` for people who are not there."""
    known = set(ids)
    for rule, sets in asked.sets.items():
        for name in (name for one in sets for name in one):
            if name not in known:
                raise asked.wrong(f'"{name}"', f"{rule} names {name}, who is not in the table.")
    apart, together = (_pairs(asked.sets.get(rule, ())) for rule in ("apart", "together"))
    both = {frozenset(one) for one in apart} & {frozenset(one) for one in together}
    for pair in sorted(map(sorted, both)):
        raise asked.wrong("apart", f"{' and '.join(pair)} shall sit together and apart at once.")
    return Rules(
        size=size,
        minimum=asked.counts.get("minimum", min(USUAL_MINIMUM, size)),
        maximum=asked.counts.get("maximum", size + 1),
        together=asked.sets.get("together", ()),
        apart=apart,
        not_again=_pairs(asked.sets.get("not_again", ())),
    )


def _pairs(sets: Iterable[Group]) -> tuple[Pair, ...]:
    return tuple(pair for one in sets for pair in combinations(one, 2))


def _company(columns: Iterable[str], people: People) -> tuple[tuple[str, int], ...]:
    """Every value of these columns that more than one person has."""
    return tuple(
        (name, value)
        for name in columns
        for value in sorted({one for one in people.labels[name] if one is not None})
        if people.labels[name].count(value) > 1
    )
