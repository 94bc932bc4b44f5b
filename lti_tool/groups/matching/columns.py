"""People as arrays, in the order of the search, with an empty seat at the end. For this package.

Unknown answers stay apart from every value: `known` says who answered.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from lti_tool.groups.matching.arrays import Array, Bits, Flags, Numbers
from lti_tool.groups.matching.model import Answer, People

WORD = 64
ALL = (1 << WORD) - 1


class Column(NamedTuple):
    """One answer of each person; `values` is zero where `known` is false."""

    values: Array
    known: Flags

    def take(self, who: Numbers) -> "Column":
        """The answers of some people, in the shape of `who`."""
        return Column(self.values[who], self.known[who])


def masks(answers: Sequence[Answer], count: int) -> Column:
    """Bit masks of at most 64 choices; an absent column is unknown for all `count` people."""
    return _column(answers, count, kind=np.uint64)


def numbers(answers: Sequence[Answer], count: int) -> Column:
    """Labels or levels."""
    return _column(answers, count, kind=np.int64)


def words(answers: Sequence[Answer], count: int) -> Bits:
    """Free slots as (words, count) of 64 slots each; no answer is free at any time."""
    longest = max((answer.bit_length() for answer in answers if answer), default=1)
    length = -(-longest // WORD)
    always = (1 << WORD * length) - 1
    given = [always if answer is None else answer for answer in answers or [None] * count]
    parts = [[mask >> WORD * word & ALL for mask in given] for word in range(length)]
    return np.array(parts, np.uint64)


def check(people: People) -> None:
    """Raise `ValueError`, in a sentence, for ids that come twice or columns of a wrong length."""
    if len(set(people.ids)) != len(people.ids):
        raise ValueError("The same id comes twice.")
    columns = {**people.sets, **people.labels, **people.levels}
    columns |= {"offers": people.offers, "wants": people.wants, "hours": people.hours}
    for name, column in columns.items():
        if len(column) not in {0, len(people.ids)}:
            raise ValueError(f"{name} has {len(column)} answers for {len(people.ids)} people.")


def by_id(people: People) -> People:
    """The same people in the order of their ids, so that no result hangs on who came first.

    Raises `ValueError` as `check` does.
    """
    check(people)
    return some(people, sorted(range(len(people.ids)), key=people.ids.__getitem__))


def some(people: People, who: Sequence[int]) -> People:
    """Some people, in the order of `who`."""

    def taken(column: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(column[number] for number in who) if column else ()

    return People(
        ids=taken(people.ids),
        sets={name: taken(column) for name, column in people.sets.items()},
        labels={name: taken(column) for name, column in people.labels.items()},
        levels={name: taken(column) for name, column in people.levels.items()},
        offers=taken(people.offers),
        wants=taken(people.wants),
        hours=taken(people.hours),
    )


def _column(answers: Sequence[Answer], count: int, *, kind: type) -> Column:
    given = list(answers) or [None] * count
    known = np.array([answer is not None for answer in given], bool)
    return Column(np.array([answer or 0 for answer in given], kind), known)
