"""What two people score with each other, criterion by criterion. For this package.

Each criterion gives a share between 0 and 1. Where one of two did not answer it gives one half;
where neither did, nothing: so the silent are spread over the groups and do not gather in one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from lti_tool.groups.matching.arrays import Floats, Numbers, Singles
from lti_tool.groups.matching.columns import Column, masks, numbers
from lti_tool.groups.matching.model import Aim, Criterion, People, Weights

Share = Floats
Who = Numbers
ROWS = 128


class Scored(NamedTuple):
    """One criterion made ready: its name, its points, and the share that two people reach."""

    name: str
    points: float
    share: Callable[[Who, Who], Share]


def scored(people: People, weights: Weights) -> tuple[Scored, ...]:
    """The criteria that look at pairs, in the order of `weights`.

    Raises `ValueError` for a criterion on a column that is not there.
    """
    made = [
        Scored(one.column, 1000 * one.weight / weights.total, _share(people, one))
        for one in weights.criteria
        if one.aim is not Aim.IGNORED and one.weight
    ]
    if weights.exchange:
        points = 1000 * weights.exchange / weights.total * 2 / 3
        made.append(Scored("exchange", points, exchange(people)))
    return tuple(made)


def points(criteria: tuple[Scored, ...], a: Who, b: Who) -> Singles:
    """Whole points of the pairs that `a` and `b` broadcast to."""
    made = np.zeros(np.broadcast_shapes(a.shape, b.shape))
    for one in criteria:
        made += one.points * one.share(a, b)
    return np.rint(made).astype(np.float32)


def block(criteria: tuple[Scored, ...], who: Who) -> Singles:
    """The square of pair points of some people, zero on the diagonal, made in strips."""
    strips = [
        points(criteria, who[start : start + ROWS, None], who[None, :])
        for start in range(0, len(who), ROWS)
    ]
    made = np.concatenate(strips) if strips else np.zeros((0, 0), np.float32)
    np.fill_diagonal(made, 0)
    return made


def exchange(people: People) -> Callable[[Who, Who], Share]:
    """How far two cover each other's wants: half for the lesser side, half for the mean of both."""
    count = len(people.ids)
    offers, wants = masks(people.offers, count).values, masks(people.wants, count).values
    wanted = np.maximum(np.bitwise_count(wants), 1)

    def share(a: Who, b: Who) -> Share:
        give = np.bitwise_count(offers[a] & wants[b]) / wanted[b]
        get = np.bitwise_count(offers[b] & wants[a]) / wanted[a]
        made: Share = np.minimum(give, get) / 2 + (give + get) / 4
        return made

    return share


def _share(people: People, one: Criterion) -> Callable[[Who, Who], Share]:
    column, measure = _measured(people, one)

    def share(a: Who, b: Who) -> Share:
        mine, theirs = column.take(a), column.take(b)
        both = mine.known & theirs.known
        either = mine.known | theirs.known
        made: Share = np.where(both, measure(mine.values, theirs.values), either / 2)
        return made

    return share


def _measured(people: People, one: Criterion) -> tuple[Column, Callable[[Any, Any], Any]]:
    count = len(people.ids)
    if one.column in people.sets:
        column = masks(people.sets[one.column], count)
        return column, _of_sets(one.aim, width=int(column.values.max(initial=1)).bit_length())
    if one.column in people.labels:
        return numbers(people.labels[one.column], count), _of_labels(one.aim)
    if one.column in people.levels:
        column = numbers(people.levels[one.column], count)
        known = column.values[column.known]
        return column, _of_levels(one.aim, width=int(np.ptp(known)) if len(known) else 0)
    raise ValueError(f"There is no column {one.column!r} to form groups by.")


def _of_sets(aim: Aim, *, width: int) -> Callable[[Any, Any], Any]:
    def jaccard(a: Any, b: Any) -> Any:
        return np.bitwise_count(a & b) / np.maximum(np.bitwise_count(a | b), 1)

    return {
        Aim.SIMILAR: jaccard,
        Aim.DIFFERENT: lambda a, b: 1 - jaccard(a, b),
        Aim.SPREAD: lambda a, b: np.bitwise_count(a ^ b) / max(width, 1),
        Aim.SHARED: lambda a, b: (a & b) != 0,
    }[aim]


def _of_labels(aim: Aim) -> Callable[[Any, Any], Any]:
    return np.equal if aim in {Aim.SIMILAR, Aim.SHARED} else np.not_equal


def _of_levels(aim: Aim, *, width: int) -> Callable[[Any, Any], Any]:
    def gap(a: Any, b: Any) -> Any:
        return np.abs(a - b) / max(width, 1)

    return {
        Aim.SIMILAR: lambda a, b: 1 - gap(a, b),
        Aim.DIFFERENT: gap,
        # Squared gaps inside groups are largest just when the groups' means are nearest.
        Aim.SPREAD: lambda a, b: gap(a, b) ** 2,
        Aim.SHARED: lambda a, b: a == b,
    }[aim]
