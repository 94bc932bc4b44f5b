"""Sentences on the terminal about groups: what is broken, and why groups are as they are."""

import re
from collections.abc import Iterator, Mapping

from lti_tool.groups.matching import Broken, Circle, Proposal, Swap

Words = Mapping[str, tuple[str, ...]]

SENTENCES = {
    "minimum": "{who}: {found} people, and a group needs {needed}.",
    "maximum": "{who}: {found} people, and a group holds at most {needed}.",
    "together": "{who} belong together and are not in one group.",
    "apart": "{who} sit together and should be apart.",
    "rivals": "{who} sit together, though one asked not to.",
    "not_again": "{who} sit together again.",
    "same": "{who}: {found} different values of {about} in one group.",
    "never_alone": "{who} is the only one in the group with {about}.",
    "experienced_in_each": "{who}: {found} experienced, and a group needs {needed}.",
    "widest_gap": "{who}: {about} differs by {found}; at most {needed} was asked.",
    "common_hours": "{who}: {found} common hours, and a group needs {needed}.",
}


def broken(one: Broken, words: Words) -> str:
    """One broken rule, with whom it concerns."""
    return SENTENCES[one.rule].format(
        who=", ".join(one.members),
        found=one.found,
        needed=one.needed,
        about=spoken(one.about, words),
    )


def spoken(text: str, words: Words) -> str:
    """A sentence of the engine with the words of the table in place of its numbers."""
    for column, names in words.items():
        for number, name in enumerate(names):
            text = re.sub(rf"\b{re.escape(column)} {number}\b", f"{column} {name}", text)
    return text


def explained(proposal: Proposal) -> Iterator[str]:
    """Every group with its points, the weakest first, and the best swap that was not made."""
    numbers = {circle.members: number for number, circle in enumerate(proposal.circles, 1)}
    for circle in sorted(proposal.circles, key=lambda one: one.score):
        yield f"Group {numbers[circle.members]}: {', '.join(circle.members)}"
        yield f"  {circle.score:.0f} points: {_points(circle)}"
        if circle.swap is not None:
            yield f"  {_swap(circle.swap)}"


def _points(circle: Circle) -> str:
    weakest_first = sorted(circle.points.items(), key=lambda one: one[1])
    return ", ".join(f"{name} {points:.0f}" for name, points in weakest_first)


def _swap(swap: Swap) -> str:
    both = f"{swap.leaves} for {swap.joins}"
    return f"best swap not made: {both}, {swap.change:+.0f} points for both groups together"
