"""The search's arithmetic: what an exchange is said to change is what it changes."""

from functools import reduce
from operator import or_

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lti_tool.groups.matching import Rules, Weights, columns, pairs
from lti_tool.groups.matching.anneal import Plan, anneal
from lti_tool.groups.matching.cohort import Cohort
from lti_tool.groups.matching.exchange import best_rings
from lti_tool.groups.matching.greedy import empty_seats, greedy
from lti_tool.groups.matching.problem import Problem
from lti_tool.groups.matching.rescue import rescued
from lti_tool.groups.matching.rules import marks, terms
from lti_tool.groups.matching.search import Chance, State
from lti_tool.groups.matching.swaps import best_swaps
from lti_tool.groups.matching.terms import HARD
from tests.groups.matching.rosters import ALL_WEIGHTS, all_rules, roster

some = settings(max_examples=25, deadline=None)


def problem(sizes: list[int], seed: int, *, rules: Rules | None = None) -> Problem:
    """Everything on, in groups of the given sizes."""
    people = columns.by_id(roster(sum(sizes), seed))
    rules = rules or all_rules(people, seed)
    criteria = pairs.scored(people, ALL_WEIGHTS)
    cohort = Cohort(
        len(people.ids),
        lambda who: pairs.block(criteria, who),
        marks(people, rules),
        terms(people, rules, ALL_WEIGHTS),
    )
    return cohort.problem(np.arange(len(people.ids)), np.array(sizes))


def seated(made: Problem, seed: int) -> np.ndarray:
    """A random seating, empty seats last."""
    seats, who = empty_seats(made), np.random.default_rng(seed).permutation(made.empty)
    for row, size in zip(seats, made.sizes.tolist(), strict=True):
        row[:size], who = who[:size], who[size:]
    return seats


sizes = st.lists(st.integers(3, 6), min_size=3, max_size=5)


@some
@given(sizes=sizes, seed=st.integers(0, 999), away=st.integers(1, 2))
def test_the_gain_of_every_exchange_equals_a_full_recomputation(sizes, seed, away) -> None:
    made = problem(sizes, seed)
    seats, groups = seated(made, seed), np.arange(len(sizes))
    gains = made.gains(seats[:, :away], seats[:, away:], groups)
    before = made.worth(seats, groups)
    for part in groups:
        for group in groups:
            after = seats[[group]].copy()
            after[0, :away] = seats[part, :away]
            if part != group:
                change = made.worth(after, np.array([group]))[0] - before[group]
                assert gains[part, group] == pytest.approx(change, rel=1e-6, abs=1)


@some
@given(sizes=sizes, seed=st.integers(0, 999))
def test_the_best_swap_of_each_group_is_the_best_of_all_swaps(sizes, seed) -> None:
    made = problem(sizes, seed)
    seats, groups = seated(made, seed), np.arange(len(sizes))
    best, before = best_swaps(made, seats), made.worth(seats, groups).sum()
    for group in groups:
        changes = [
            made.worth(swapped(seats, group, mine, other, theirs), groups).sum() - before
            for mine in range(sizes[group])
            for other in groups
            if other != group
            for theirs in range(sizes[other])
        ]
        assert best.change[group] == pytest.approx(max(changes), rel=1e-6, abs=1)


def swapped(seats: np.ndarray, group: int, mine: int, other: int, theirs: int) -> np.ndarray:
    """Two people change places."""
    after = seats.copy()
    after[group, mine], after[other, theirs] = seats[other, theirs], seats[group, mine]
    return after


@some
@given(sizes=sizes, seed=st.integers(0, 999), heat=st.sampled_from([0.0, 0.8]))
def test_a_search_keeps_sizes_and_people_and_never_ends_below_the_greedy_start(
    sizes, seed, heat
) -> None:
    made = problem(sizes, seed)
    state = State(made, greedy(made, empty_seats(made)))
    start = state.best_total
    anneal(state, Chance(seed), Plan(rounds=40, heat=heat), stop=lambda state: False)
    assert ((state.seats < made.empty).sum(1) == sizes).all()
    assert sorted(state.seats[state.seats < made.empty]) == list(range(made.empty))
    assert state.worth.sum() == state.best_total >= start
    assert (state.worth == made.worth(state.seats, np.arange(len(sizes)))).all()


@some
@given(seed=st.integers(0, 999), groups=st.integers(2, 9))
def test_every_ring_gains(seed: int, groups: int) -> None:
    gains = np.random.default_rng(seed).integers(-500, 60, (groups, groups)).astype(np.float32)
    np.fill_diagonal(gains, 0)
    to = best_rings(gains, steps=groups)
    assert sorted(to) == list(range(groups))
    start = next((part for part in range(groups) if to[part] != part), None)
    while start is not None:
        ring, part = [], start
        while part not in ring:
            ring.append(part)
            part = int(to[part])
        assert sum(gains[part, to[part]] for part in ring) > 0
        to[ring] = ring
        start = next((part for part in range(groups) if to[part] != part), None)


def test_a_seating_of_the_greedy_keeps_those_who_sit() -> None:
    made = problem([4, 4, 4], 1)
    seats = empty_seats(made)
    seats[0, :2] = [3, 7]
    filled = greedy(made, seats)
    assert filled[0, :2].tolist() == [3, 7]
    assert sorted(filled.ravel()) == list(range(12))


@some
@given(seed=st.integers(0, 999), size=st.integers(2, 5))
def test_the_least_helped_and_the_empty_handed_count_as_plain_arithmetic_says(seed, size) -> None:
    people = columns.by_id(roster(size, seed))
    (term,) = terms(people, Rules(), Weights(exchange=1))
    seats = np.arange(size)[None, :]
    made = term.points(term.summary(seats[:, :1]), term.summary(seats[:, 1:]))
    offers, wants = ([mask or 0 for mask in column] for column in (people.offers, people.wants))
    worst, empty = 0, 0
    for who in range(size):
        others = [other for other in range(size) if other != who]
        offered = reduce(or_, (offers[other] for other in others))
        asked = reduce(or_, (wants[other] for other in others))
        missing, wanted = (wants[who] & ~offered).bit_count(), wants[who].bit_count()
        worst = max(worst, missing * (60 // max(wanted, 1)))
        empty += bool(wanted) and missing == wanted
        empty += bool(offers[who]) and not offers[who] & asked
    assert made[0] == (60 - worst) * 333 // 60 - 111 * empty


@some
@given(sizes=sizes, seed=st.integers(0, 999))
def test_a_rescue_seats_everybody_and_leaves_a_group_that_can_hold_its_rules(sizes, seed) -> None:
    made = problem(sizes, seed)
    seats = seated(made, seed)
    after = rescued(made, seats, 0, Chance(seed))
    assert ((after < made.empty).sum(1) == sizes).all()
    assert sorted(after[after < made.empty]) == list(range(made.empty))
    worth = made.worth(after[:1], np.array([0]))[0]
    assert (after == seats).all() or worth > -HARD * made.unit / 2
