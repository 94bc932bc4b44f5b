"""The plan as the engine's rules and weights. Plain Python; for `brief.queries` alone."""

from collections.abc import Iterator
from itertools import combinations

from lti_tool.groups.brief.columns import (
    SECTION,
    Said,
    company_kept,
    experienced,
    has_answers,
    rivals,
    votes,
    wishes,
)
from lti_tool.groups.circles import LARGEST, SMALLEST
from lti_tool.groups.matching import Aim, Criterion, People, Rules, Weights
from lti_tool.groups.plan.choices import EXCHANGE, HOURS, Choices, Say, Sections

SCALE = 4
"""Units of the engine for one of the plan, so that votes can weigh parts of one."""
MIXED_WEIGHT = 4
"""What mixed sections count where they are chosen."""
UNANIMOUS = 2
"""What a criterion counts more that matters most to everybody."""


def rules_of(choices: Choices, people: People, said: Said, *, size: int) -> Rules:
    """What must hold, and whose wishes count; limits that were not chosen always work."""
    chosen = choices.rules
    return Rules(
        size=size,
        minimum=min(chosen.minimum or SMALLEST, size),
        maximum=max(chosen.maximum or min(size + 1, LARGEST), size),
        together=tuple(tuple(map(str, one)) for one in chosen.together),
        apart=tuple(pair for one in chosen.apart for pair in combinations(map(str, one), 2)),
        rivals=rivals(said),
        same=_same(chosen.sections, people),
        never_alone=(*company_kept(people), *_values(people, chosen.never_alone)),
        experienced=experienced(people) if chosen.experienced_in_each else frozenset(),
        experienced_in_each=chosen.experienced_in_each,
        common_hours=chosen.common_hours if has_answers(people.hours) else 0,
        wishes=wishes(said) if choices.say is Say.HYBRID else (),
    )


def weights_of(choices: Choices, people: People, said: Said) -> Weights:
    """How much each criterion counts; one that nobody answered is left out."""
    extra = votes(said) if choices.say is Say.HYBRID else {}
    weighed = {
        name: round(SCALE * (one.weight + UNANIMOUS * extra.get(name, 0)))
        for name, one in choices.criteria.items()
        if choices.weighs and one.aim is not Aim.IGNORED and one.weight
    }
    return Weights(
        criteria=(
            *(
                Criterion(name, choices.criteria[name].aim, weight)
                for name, weight in weighed.items()
                if has_answers(_column(people, name))
            ),
            *_mixed(choices.rules.sections, people),
        ),
        hours=weighed.get(HOURS, 0) if has_answers(people.hours) else 0,
        exchange=weighed.get(EXCHANGE, 0) if has_answers(people.offers) else 0,
    )


def _mixed(sections: Sections, people: People) -> Iterator[Criterion]:
    """Mixing is aimed at, not forced: sections may differ in size too much for it."""
    if sections is Sections.MIXED and SECTION in people.labels:
        yield Criterion(SECTION, Aim.DIFFERENT, SCALE * MIXED_WEIGHT)


def _column(people: People, name: str) -> tuple[int | None, ...]:
    for columns in (people.sets, people.labels, people.levels):
        if name in columns:
            return columns[name]
    return ()


def _same(sections: Sections, people: People) -> str | None:
    return SECTION if sections is Sections.SAME and SECTION in people.labels else None


def _values(people: People, columns: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Every value of these columns that more than one person has."""
    return tuple(
        (name, value)
        for name in columns
        for value in sorted({one for one in people.labels.get(name, ()) if one is not None})
        if people.labels[name].count(value) > 1
    )
