"""Scoring, by its properties and by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.programme.scoring import (
    BUNDLES,
    COMPLETION,
    FORMATIVE,
    MODELS,
    PASS,
    POINTS,
    Act,
    Bundle,
    Duty,
    Kind,
    Rules,
    Standing,
    part,
    score,
)

START = datetime(2026, 9, 1, tzinfo=UTC)
NOW = START + timedelta(weeks=8)
WEEK = timedelta(weeks=1)

MOMENTS = st.integers(-4, 20).map(lambda weeks: START + weeks * WEEK)
KEYS, PIECES = st.sampled_from("abcd"), st.sampled_from(["", "1", "2", "3"])
ACTS = st.lists(st.builds(Act, KEYS, PIECES, MOMENTS), max_size=12)
DUTIES = st.lists(
    st.builds(Duty, KEYS, PIECES, st.none() | MOMENTS, st.booleans()),
    max_size=12,
    unique_by=lambda one: (one.item, one.piece) if one.piece else object(),
)
LIMIT = st.sampled_from([1.0, 2.0, 3.0, float("inf")])
KINDS = st.tuples(
    *(
        st.builds(
            Kind, st.just(key), st.booleans(), st.sampled_from([0.0, 0.5, 1.0, 3.0]), LIMIT, LIMIT
        )
        for key in "abc"
    )
)
LEVELS = st.lists(
    st.builds(
        Bundle,
        st.sampled_from(["low", "high"]),
        st.sampled_from([0.5, 0.85, 1.0]),
        st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=1),
    ),
    max_size=3,
).map(tuple)
RULES = st.builds(
    Rules,
    KINDS,
    st.floats(0, 1000),
    st.sampled_from(MODELS),
    free=st.integers(0, 3),
    full=st.integers(0, 20).map(float),
    minimum=st.integers(0, 6),
    bundles=LEVELS,
    is_apart=st.booleans(),
)


def stands(rules: Rules, duties: list[Duty], acts: list[Act], **when: datetime) -> Standing:
    return score(rules, duties, acts, **{"since": START, "now": NOW, **when})


def plain(model: str = COMPLETION, keys: str = "abc", **changes: object) -> Rules:
    return Rules(tuple(Kind(key) for key in keys), 5.0, model, **changes)


def done(*keys: str, at: datetime = START) -> list[Act]:
    """Acts such as "a", or "a1" for one piece."""
    return [Act(key[0], key[1:], at) for key in keys]


@given(rules=RULES, duties=DUTIES, acts=ACTS)
def test_a_score_lies_between_nothing_and_the_maximum(
    rules: Rules, duties: list[Duty], acts: list[Act]
) -> None:
    found = stands(rules, duties, acts)
    assert 0 <= found.given <= found.maximum
    assert 0 <= found.done <= found.due


@given(rules=RULES, duties=DUTIES, acts=ACTS, one=st.builds(Act, KEYS, PIECES, MOMENTS))
def test_one_act_more_never_gives_less(
    rules: Rules, duties: list[Duty], acts: list[Act], one: Act
) -> None:
    assert stands(rules, duties, [*acts, one]).given >= stands(rules, duties, acts).given


@given(rules=RULES, duties=DUTIES, acts=ACTS, which=st.integers(0, 11))
def test_being_excused_never_gives_less(
    rules: Rules, duties: list[Duty], acts: list[Act], which: int
) -> None:
    """Otherwise what others did, or failed to do, could lower a score."""
    if which < len(duties) and any(not one.is_excused for one in duties[which + 1 :]):
        excused = list(duties)
        excused[which] = replace(duties[which], is_excused=True)
        assert stands(rules, excused, acts).given >= stands(rules, duties, acts).given - 0.04


@given(rules=RULES, duties=DUTIES, acts=ACTS, seed=st.integers())
def test_the_order_of_acts_and_duties_says_nothing(
    rules: Rules, duties: list[Duty], acts: list[Act], seed: int
) -> None:
    mixed_duties, mixed_acts = list(duties), list(acts)
    Random(seed).shuffle(mixed_duties)
    Random(seed + 1).shuffle(mixed_acts)
    assert stands(rules, mixed_duties, mixed_acts) == stands(rules, duties, acts)


@given(rules=RULES, duties=DUTIES, acts=ACTS)
def test_doing_the_same_twice_counts_once(
    rules: Rules, duties: list[Duty], acts: list[Act]
) -> None:
    assert stands(rules, duties, acts + acts) == stands(rules, duties, acts)


@given(rules=RULES, duties=DUTIES, acts=ACTS)
def test_the_formative_model_sends_nothing(
    rules: Rules, duties: list[Duty], acts: list[Act]
) -> None:
    found = stands(replace(rules, model=FORMATIVE), duties, acts)
    assert (found.given, found.is_sent) == (0, False)


@given(rules=RULES, duties=DUTIES, acts=ACTS)
def test_one_free_miss_more_never_gives_less(
    rules: Rules, duties: list[Duty], acts: list[Act]
) -> None:
    kinder = replace(rules, free=rules.free + 1)
    assert stands(kinder, duties, acts).given >= stands(rules, duties, acts).given


@given(rules=RULES, duties=DUTIES, acts=ACTS, weeks=st.integers(0, 12))
def test_who_joins_later_is_never_asked_for_more(
    rules: Rules, duties: list[Duty], acts: list[Act], weeks: int
) -> None:
    early = stands(rules, duties, acts)
    late = stands(rules, duties, acts, since=START + weeks * WEEK)
    assert late.due - late.done <= early.due - early.done


def test_two_of_three_items_are_two_thirds_of_the_points() -> None:
    duties = [Duty("a"), Duty("b"), Duty("c")]
    assert stands(plain(), duties, done("a", "b")).given == 3.33


def test_what_is_not_asked_for_does_not_count() -> None:
    found = stands(plain(), [Duty("a")], done("b", "d"))
    assert (found.done, found.due, found.given) == (0, 1, 0)


def test_who_leaves_a_circle_keeps_what_was_done_there() -> None:
    rules = Rules((Kind("meeting", is_alone=False), Kind("goal")), 5.0)
    found = stands(rules, [Duty("goal")], [Act("meeting", "1", START), Act("meeting", "2", START)])
    assert (found.done, found.due) == (2, 3)


def test_an_act_before_its_day_counts_at_once_and_the_others_wait() -> None:
    ahead = [Duty("a", str(i), NOW + i * WEEK) for i in (1, 2)]
    found = stands(plain(), [Duty("b"), *ahead], done("a1", "b"))
    assert (found.done, found.due, found.given) == (2, 2, 5.0)
    assert found.changes_at == NOW + WEEK


def test_nothing_is_sent_before_the_first_item_is_due() -> None:
    found = stands(plain(), [Duty("a", due_at=NOW + WEEK)], done("a"))
    assert (found.begins_at, found.is_sent) == (NOW + WEEK, False)
    later = stands(plain(), [Duty("a", due_at=NOW + WEEK)], done("a"), now=NOW + WEEK)
    assert (later.begins_at, later.is_sent) == (None, True)


def test_a_zero_is_never_a_first_score() -> None:
    assert not stands(plain(), [Duty("a")], []).is_sent


def test_the_window_of_a_late_joiner_starts_at_joining() -> None:
    duties = [Duty("a", str(i), START + i * WEEK) for i in (1, 2, 3, 4)]
    found = stands(plain(), duties, done("a3", "a4"), since=START + 2 * WEEK)
    assert (found.done, found.due, found.given) == (2, 2, 5.0)


def test_what_is_excused_leaves_the_denominator() -> None:
    found = stands(plain(), [Duty("a", "1"), Duty("a", "2", is_excused=True)], done("a1"))
    assert (found.done, found.due, found.excused, found.given) == (1, 1, 1, 5.0)


def test_any_act_does_a_duty_without_a_piece_and_no_act_does_two() -> None:
    twice = [Duty("a"), Duty("a")]
    assert stands(plain(), twice, done("a7")).done == 1
    assert stands(plain(), twice, done("a7", "a8", "a9")).done == 2


def test_a_free_miss_counts_as_done() -> None:
    duties = [Duty("a"), Duty("b"), Duty("c")]
    assert stands(plain(free=1), duties, done("a", "b")).given == 5.0


def test_points_are_capped_by_week_and_over_all() -> None:
    kind = Kind("a", points=2, weekly=3, most=7)
    rules = Rules((kind,), 10.0, POINTS, full=10)
    duties = [Duty("a", str(i)) for i in range(8)]
    one_week = [Act("a", str(i), START) for i in range(3)]
    two_weeks = [*one_week, Act("a", "3", START + WEEK)]
    three_weeks = [*two_weeks, Act("a", "4", START + WEEK), Act("a", "5", START + 2 * WEEK)]
    reached = [stands(rules, duties, acts).reached for acts in (one_week, two_weeks, three_weeks)]
    assert reached == [3, 5, 7]


def test_nobody_needs_more_points_than_they_are_asked_for() -> None:
    rules = Rules((Kind("a", points=2),), 5.0, POINTS, full=20)
    found = stands(rules, [Duty("a", "1"), Duty("a", "2")], done("a1"))
    assert (found.reached, found.needed, found.given) == (2, 4, 2.5)


LADDER = (Bundle("basic", 0.6, {"a": 1}), Bundle("plus", 1.0, {"a": 1, "b": 2}))


def test_the_best_level_that_is_reached_gives_its_share() -> None:
    rules = plain(BUNDLES, bundles=LADDER)
    duties = [Duty("a"), Duty("b"), Duty("b")]
    assert stands(rules, duties, done("b1", "b2")).level == ""
    assert stands(rules, duties, done("a", "b1")).given == 3.0
    assert stands(rules, duties, done("a", "b1", "b2")).level == "plus"


@given(rules=RULES, duties=DUTIES, acts=ACTS)
def test_columns_of_their_own_hold_what_the_sum_says(
    rules: Rules, duties: list[Duty], acts: list[Act]
) -> None:
    found = stands(replace(rules, is_apart=True), duties, acts)
    columns = [part(rules, found, kind.key) for kind in rules.kinds]
    assert found.given == pytest.approx(sum(one.given for one in columns), abs=0.011)
    assert all(one.given <= one.maximum == rules.maximum for one in columns)
    assert sum(one.done for one in columns) == found.done


def test_in_a_column_of_its_own_only_its_own_kind_counts() -> None:
    duties = [Duty("a"), Duty("b", "1"), Duty("b", "2")]
    found = stands(plain(is_apart=True), duties, done("b1"))
    assert (found.given, found.maximum) == (2.5, 10.0)
    assert part(plain(), found, "a").given == 0
    assert part(plain(), found, "b").given == 2.5


def test_a_level_needs_nothing_that_one_is_not_asked_for() -> None:
    rules = plain(BUNDLES, bundles=LADDER)
    assert stands(rules, [Duty("a"), Duty("b")], done("a", "b")).level == "plus"
    assert stands(rules, [], done("a", "b")).level == ""


def test_enough_items_pass_and_fewer_send_nothing() -> None:
    rules = plain(PASS, minimum=2)
    duties = [Duty("a"), Duty("b"), Duty("c")]
    one, two = (stands(rules, duties, done(*keys)) for keys in ("a", "ab"))
    assert (one.given, one.is_sent) == (0, False)
    assert (two.given, two.is_sent) == (5.0, True)


def test_who_is_asked_for_less_than_the_minimum_passes_with_all_of_it() -> None:
    assert stands(plain(PASS, minimum=5), [Duty("a")], done("a")).given == 5.0


def test_where_nothing_is_asked_for_nothing_is_given() -> None:
    assert stands(plain(), [], done("a")).given == 0


@pytest.mark.parametrize(
    "changes", [{"maximum": -1}, {"maximum": float("nan")}, {"free": -1}, {"model": "best"}]
)
def test_a_nonsense_rule_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        replace(plain(), **changes)
