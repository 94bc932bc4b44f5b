"""The arithmetic of participation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.programme.scoring import score

KEYS = st.sets(st.sampled_from("abcdefgh"))
POINTS = st.floats(min_value=0, max_value=1e6)
FREE = st.integers(min_value=0, max_value=10)


@given(done=KEYS, required=KEYS, maximum=POINTS, free=FREE)
def test_a_score_is_never_negative_and_never_above_the_maximum(
    done: set[str], required: set[str], maximum: float, free: int
) -> None:
    standing = score(done, required, maximum=maximum, free_misses=free)
    assert 0 <= standing.given <= maximum
    assert 0 <= standing.done <= standing.due


@given(done=KEYS, more=KEYS, required=KEYS, maximum=POINTS, free=FREE)
def test_doing_more_never_gives_less(
    done: set[str], more: set[str], required: set[str], maximum: float, free: int
) -> None:
    before = score(done, required, maximum=maximum, free_misses=free)
    after = score(done | more, required, maximum=maximum, free_misses=free)
    assert after.given >= before.given


@given(done=KEYS, required=KEYS, maximum=POINTS, free=FREE)
def test_one_free_miss_more_never_gives_less(
    done: set[str], required: set[str], maximum: float, free: int
) -> None:
    strict = score(done, required, maximum=maximum, free_misses=free)
    kind = score(done, required, maximum=maximum, free_misses=free + 1)
    assert kind.given >= strict.given


@given(required=KEYS.filter(bool), maximum=POINTS)
def test_all_items_give_the_maximum(required: set[str], maximum: float) -> None:
    assert score(required, required, maximum=maximum).given == pytest.approx(maximum, abs=0.01)


@given(done=st.lists(st.sampled_from("abc")), maximum=POINTS)
def test_doing_an_item_twice_counts_once(done: list[str], maximum: float) -> None:
    assert score(done + done, "abc", maximum=maximum) == score(done, "abc", maximum=maximum)


def test_two_of_three_items_are_two_thirds_of_the_points() -> None:
    assert score({"goal", "step"}, ["goal", "step", "reflection"], maximum=5).given == 3.33


def test_what_is_not_required_does_not_count() -> None:
    assert score({"chat"}, ["goal"], maximum=5).done == 0


def test_where_nothing_is_required_nothing_is_given() -> None:
    assert score({"goal"}, [], maximum=5).given == 0


@pytest.mark.parametrize(("maximum", "free"), [(-1, 0), (5, -1), (float("nan"), 0)])
def test_a_nonsense_rule_is_refused(maximum: float, free: int) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        score([], ["goal"], maximum=maximum, free_misses=free)
