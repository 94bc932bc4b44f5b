"""Hard rules as the search sees them: pairs marked in the score matrix, and terms of whole groups.

For the modules of this package. A mark outweighs whatever one group could win against it.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import comb

import numpy as np

from lti_tool.groups.matching.arrays import Array
from lti_tool.groups.matching.cohort import Marks
from lti_tool.groups.matching.columns import masks, numbers, words
from lti_tool.groups.matching.model import Group, Pair, People, Rules, Weights
from lti_tool.groups.matching.problem import Term
from lti_tool.groups.matching.terms import (
    HARD,
    CommonHours,
    Exchange,
    Experienced,
    NeverAlone,
    WidestGap,
)


def marks(people: People, rules: Rules) -> Marks:
    """All pairs with points of their own, each pair as often as a rule names it.

    Their points are such that wishes and kept pairs count in points of a pair.
    """
    place = {name: number for number, name in enumerate(people.ids)}
    price = HARD * comb(max(rules.maximum, 2), 2)
    named: list[tuple[Iterable[Pair], int]] = [
        ((*rules.apart, *rules.rivals, *rules.not_again), -price),
        (pairs_of(rules.together), price),
        (rules.wishes, rules.wish_points),
        (pairs_of(rules.present), rules.present_points),
    ]
    told = {
        (min(place[a], place[b]), max(place[a], place[b]), points, kind)
        for kind, (pairs, points) in enumerate(named)
        for a, b in pairs
        if a in place and b in place and a != b
    }
    return _as_marks(sorted(told))


def pairs_of(groups: Iterable[Group]) -> Iterator[Pair]:
    """Every two members of each group."""
    for group in groups:
        yield from combinations(group, 2)


def terms(people: People, rules: Rules, weights: Weights) -> tuple[Term, ...]:
    """What is asked of whole groups, left out where nothing is asked."""
    return (
        *_hours(people, rules, weights),
        *_exchange(people, weights),
        *_never_alone(people, rules),
        *_experienced(people, rules),
        *_widest_gap(people, rules),
    )


def _as_marks(told: list[tuple[int, int, int, int]]) -> Marks:
    table = np.array(told, np.int64).reshape(-1, 4)
    return Marks(table[:, 0], table[:, 1], table[:, 2].astype(np.float32))


def _hours(people: People, rules: Rules, weights: Weights) -> Iterator[Term]:
    if not weights.hours and not rules.common_hours:
        return
    hours = words(people.hours, len(people.ids))
    always = np.full((len(hours), 1), ~np.uint64(0))
    counts = np.arange(64 * len(hours) + 1)
    most = max(weights.enough_hours, 1)
    reward = np.rint(1000 * weights.hours / weights.total * np.minimum(counts, most) / most)
    short = np.maximum(rules.common_hours - counts, 0)
    worth = (reward - HARD * short).astype(np.float32)
    yield CommonHours(np.concatenate((hours, always), axis=1), worth)


def _exchange(people: People, weights: Weights) -> Iterator[Term]:
    if not weights.exchange:
        return
    count = len(people.ids)
    reward = round(1000 * weights.exchange / weights.total / 3)
    offers, wants = masks(people.offers, count).values, masks(people.wants, count).values
    narrow = np.min_scalar_type(np.max(offers | wants, initial=0))  # half the bits, half the time
    offers, wants = _seat(offers.astype(narrow)), _seat(wants.astype(narrow))
    yield Exchange(offers, wants, reward, empty_handed=reward // 3)


def _never_alone(people: People, rules: Rules) -> Iterator[Term]:
    if not rules.never_alone:
        return
    values = np.zeros(len(people.ids), np.uint64)
    for bit, (label, value) in enumerate(rules.never_alone):
        column = numbers(people.labels.get(label, ()), len(people.ids))
        here = column.known & (column.values == value)
        values |= here.astype(np.uint64) << np.uint64(bit)
    yield NeverAlone(_seat(values))


def _experienced(people: People, rules: Rules) -> Iterator[Term]:
    if rules.experienced_in_each:
        told = [name in rules.experienced for name in people.ids]
        yield Experienced(_seat(np.array(told, np.uint8)), rules.experienced_in_each)


def _widest_gap(people: People, rules: Rules) -> Iterator[Term]:
    if rules.widest_gap is None:
        return
    label, widest = rules.widest_gap
    column = numbers(people.levels.get(label, ()), len(people.ids))
    far = 1 << 20
    low = np.where(column.known, column.values, far).astype(np.int32)
    high = np.where(column.known, column.values, -far).astype(np.int32)
    yield WidestGap(_seat(low, far), _seat(high, -far), widest)


def _seat(column: Array, empty: int = 0) -> Array:
    return np.append(column, column.dtype.type(empty))
