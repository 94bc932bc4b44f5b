"""Averages, ranges and effects: against scipy itself and against examples worked by hand."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lti_tool.insights.numbers.counting import count_lines, count_pairs, pairs_in
from lti_tool.insights.numbers.hiding import FEWEST, shown_parts
from lti_tool.insights.numbers.statistics import change_of

PLACES = st.integers(1, 5)
PAIRS = st.lists(st.tuples(PLACES, PLACES), min_size=2, max_size=60)
COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=5)


def test_an_example_worked_by_hand() -> None:
    """Differences 1, 2, 0, 1: mean 1, standard deviation sqrt(2/3); t(3) is 3.1824."""
    change = change_of([(2, 3), (1, 3), (4, 4), (3, 4)])
    assert (change.n, change.before, change.after, change.by) == (4, 2.5, 3.5, 1.0)
    half = 3.182446 * sqrt(2 / 3) / 2
    assert change.low == pytest.approx(1 - half, abs=1e-5)
    assert change.high == pytest.approx(1 + half, abs=1e-5)
    assert change.effect == pytest.approx((1 - 3 / 11) / sqrt(2 / 3))


@given(PAIRS)
def test_the_range_is_that_of_a_paired_t_test(pairs: list[tuple[int, int]]) -> None:
    change = change_of(pairs)
    if len({after - before for before, after in pairs}) == 1:
        assert (change.low, change.high, change.effect) == (None, None, None)
        return
    before, after = zip(*pairs, strict=True)
    theirs = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (change.low, change.high) == pytest.approx((theirs.low, theirs.high))


@given(COUNTS)
def test_no_part_and_no_rest_stands_for_fewer_than_five(counts: list[int]) -> None:
    """Any sum of shown parts and what is left of the whole: subtraction gives no smaller one."""
    parts = shown_parts([(str(i), count) for i, count in enumerate(counts)])
    whole = sum(counts)
    assert all(one.count >= FEWEST and whole - one.count >= FEWEST for one in parts)
    if parts:
        assert sum(one.count for one in parts) == whole
        assert sorted(kind for one in parts for kind in one.kinds) == [
            str(i) for i in range(len(counts))
        ]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((9, 5, 5), [9, 5, 5]),
        ((12, 4, 3), [12, 7]),
        ((12, 7, 0), [12, 7]),
        ((12, 2, 1), []),
        ((12, 0, 0), []),
        ((4, 4, 4), []),
    ],
)
def test_what_is_too_few_is_put_together_and_what_is_all_alike_is_not_shown(
    counts: tuple[int, int, int], shown: list[int]
) -> None:
    parts = shown_parts(list(zip(("up", "same", "down"), counts, strict=True)))
    assert [one.count for one in parts] == shown


def test_blank_lines_are_not_counted_and_only_pairs_enter_a_change() -> None:
    full, blank = {"a": 3, "b": 5}, {"a": None, "b": ""}
    assert count_lines([full, blank], ["a", "b"]) == {"a": {"3": 1}, "b": {"5": 1}}
    counted = count_pairs([(full, {"a": 4}), (blank, full), (full, full)], ["a"])
    assert counted == {"a": {"3:4": 1, "3:3": 1}}
    assert sorted(pairs_in(counted["a"])) == [(3, 3), (3, 4)]
