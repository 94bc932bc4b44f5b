"""What holds for every proposal of the engine."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti_tool.groups.matching import (
    Aim,
    Criterion,
    ImpossibleSizes,
    Judge,
    People,
    Proposal,
    Rules,
    Weights,
    form,
    form_by_pair_scores,
    sizes,
)
from tests.groups.matching.rosters import ALL_WEIGHTS, all_rules, roster, shuffled, squares

few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def briefly(done: int, total: int, best: float) -> bool:
    """Stop early: whatever holds at the end must hold at any time."""
    return done >= 256


def members(proposal: Proposal) -> list[str]:
    return sorted(name for group in proposal.groups for name in group)


@few
@given(square=squares(), seed=st.integers(0, 99))
def test_everybody_sits_in_exactly_one_group_of_a_fair_size(square, seed) -> None:
    ids, scores = square
    rules = Rules(size=3, minimum=1, maximum=4)
    made = form_by_pair_scores(ids, scores, rules=rules, seed=seed, tick=briefly)
    assert members(made) == ids
    fair = sizes(len(ids), target=3, minimum=1, maximum=4)
    assert sorted(map(len, made.groups)) == sorted(fair)


@few
@given(square=squares(), seed=st.integers(0, 99))
def test_the_score_is_the_mean_over_groups_of_the_mean_pair_score(square, seed) -> None:
    ids, scores = square
    made = form_by_pair_scores(ids, scores, rules=Rules(3, 1, 4), seed=seed, tick=briefly)
    place = {name: number for number, name in enumerate(ids)}
    means = []
    for group in made.groups:
        inside = [scores[place[a], place[b]] for a in group for b in group if a != b]
        means.append(np.mean(inside) if inside else 0)
    assert made.score == pytest.approx(np.mean(means))
    assert [circle.score for circle in made.circles] == pytest.approx(means)


@pytest.mark.parametrize("count", [9, 26])
def test_the_order_in_which_people_come_changes_nothing(count: int) -> None:
    people = roster(count, seed=3)
    if count == 9:
        people = people._replace(ids=tuple(reversed(people.ids)))
    rules = all_rules(roster(count, seed=3)) if count > 9 else Rules()
    first = form(people, rules, weights=ALL_WEIGHTS, seed=5, tick=briefly)
    again = form(shuffled(people, 8), rules, weights=ALL_WEIGHTS, seed=5, tick=briefly)
    assert again == first


def test_the_same_seed_gives_the_same_groups_and_another_seed_may_not() -> None:
    people = People(tuple(f"{number:02}" for number in range(24)))
    made = {form(people, seed=seed, tick=briefly).groups for seed in (1, 1, 2, 3)}
    assert len(made) == 3


def test_nobody_at_all_makes_no_group() -> None:
    assert form(People(())).groups == ()


def test_one_student_alone_is_told_why_not() -> None:
    with pytest.raises(ImpossibleSizes, match="There is 1 person, and a group needs at least 3"):
        form(People(("a",)))


def test_a_section_that_cannot_be_divided_is_named() -> None:
    people = People(tuple("abcdefgh"), labels={"section": (1, 1, 1, 1, 1, 1, 2, 2)})
    with pytest.raises(ImpossibleSizes, match="section 2: There are 2 people"):
        form(people, Rules(same="section"))


def test_people_and_criteria_that_contradict_themselves_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="The same id comes twice"):
        form(People(("a", "a", "b")))
    with pytest.raises(ValueError, match="hours has 2 answers for 3 people"):
        form(People(("a", "b", "c"), hours=(1, 2)))
    with pytest.raises(ValueError, match="There is no column 'mood'"):
        form(People(tuple("abc")), weights=Weights((Criterion("mood", Aim.SIMILAR),)))
    with pytest.raises(ValueError, match="3 people need 3 rows of 3 scores"):
        form_by_pair_scores(list("abc"), np.zeros((2, 2), int))
    with pytest.raises(ValueError, match="whole numbers"):
        form_by_pair_scores(list("abc"), np.zeros((3, 3)))


def test_a_roster_on_which_nobody_answered_is_seated_all_the_same() -> None:
    people = People(tuple(f"{number:02}" for number in range(13)), sets={"topics": (None,) * 13})
    made = form(people, weights=ALL_WEIGHTS_ON_TOPICS, tick=briefly)
    assert members(made) == list(people.ids)


ALL_WEIGHTS_ON_TOPICS = Weights((Criterion("topics", Aim.SIMILAR),), hours=1, exchange=1)


def test_the_silent_do_not_gather_in_one_group() -> None:
    topics = (None, None, None, *([1] * 3), *([2] * 3), *([4] * 3))
    people = People(tuple(f"{number:02}" for number in range(12)), sets={"topics": topics})
    made = form(people, Rules(4, 4, 4), weights=Weights((Criterion("topics", Aim.SIMILAR),)))
    silent = [sum(name in {"00", "01", "02"} for name in group) for group in made.groups]
    assert silent == [1, 1, 1]


def test_locked_groups_stay_and_the_rest_is_seated_around_them() -> None:
    people = roster(15)
    locked = (people.ids[:4],)
    made = form(people, Rules(locked=locked), weights=ALL_WEIGHTS, tick=briefly)
    assert people.ids[:4] in made.groups
    assert members(made) == list(people.ids)


def test_a_tick_hears_true_progress_and_can_stop_with_everybody_seated() -> None:
    people, heard = roster(40), []

    def tick(done: int, total: int, best: float) -> bool:
        heard.append((done, total))
        return done >= 64

    made = form(people, weights=ALL_WEIGHTS, tick=tick)
    assert made.stopped
    assert members(made) == list(people.ids)
    assert [done for done, _ in heard] == [0, 32, 64]


def test_progress_grows_when_a_broken_rule_asks_for_another_search_and_never_passes_its_end() -> (
    None
):
    names = tuple(f"{number:02}" for number in range(44))
    foes = tuple((a, b) for a in names[:12] for b in names[:12] if a < b)
    heard: list[tuple[int, int]] = []

    def tick(done: int, total: int, best: float) -> bool:
        heard.append((done, total))
        return total > heard[0][1]

    made = form(People(names), Rules(4, 4, 4, apart=foes), tick=tick)
    assert made.stopped
    assert made.broken
    assert len({total for _, total in heard}) == 2
    assert all(done <= total for done, total in heard)
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})


def test_a_small_course_is_proven_unless_it_was_stopped_and_a_large_one_is_not() -> None:
    pytest.importorskip("highspy")
    people = roster(12)
    assert form(people, weights=ALL_WEIGHTS).proven
    assert not form(people, weights=ALL_WEIGHTS, tick=briefly).proven
    assert not form(roster(90), weights=ALL_WEIGHTS, tick=briefly).proven


def test_a_stop_before_the_first_round_is_the_greedy_seating_and_searching_only_improves_it() -> (
    None
):
    people = roster(40, seed=2)
    start = form(people, weights=ALL_WEIGHTS, tick=lambda *_: True)
    assert members(start) == list(people.ids)
    assert form(people, weights=ALL_WEIGHTS, tick=briefly).score > start.score


@few
@given(count=st.integers(12, 26), seed=st.integers(0, 9))
def test_every_rule_is_held_or_named(count: int, seed: int) -> None:
    people = roster(count, seed)
    rules = all_rules(people, seed)
    made = form(people, rules, weights=ALL_WEIGHTS, seed=seed, tick=briefly)
    judge = Judge.of(people, rules)
    assert made.broken == tuple(one for group in made.groups for one in judge.broken(group))
    assert all(3 <= len(group) <= 5 for group in made.groups)


@pytest.mark.parametrize("seed", range(2))
def test_rules_that_can_be_held_are_held(seed: int) -> None:
    people = roster(48, seed)
    generous = all_rules(people, seed)._replace(common_hours=1, never_alone=())
    assert form(people, generous, weights=ALL_WEIGHTS, seed=seed).broken == ()


def test_sections_do_not_mix() -> None:
    people = roster(24)._replace(labels={"section": (1, 2) * 12})
    made = form(people, Rules(same="section"), tick=briefly)
    for group in made.groups:
        assert len({int(name[1:]) % 2 for name in group}) == 1


def test_points_of_the_criteria_add_up_to_the_score() -> None:
    made = form(roster(21), weights=ALL_WEIGHTS, tick=briefly)
    for circle in made.circles:
        assert circle.score == pytest.approx(sum(circle.points.values()))
    assert set(made.circles[0].points) == {
        "topics",
        "languages",
        "background",
        "level",
        "exchange",
        "hours",
        "least_helped",
    }


def test_the_best_swap_that_was_not_made_would_change_the_score_by_what_it_says() -> None:
    ids = [f"{number:02}" for number in range(12)]
    rng = np.random.default_rng(4)
    half = np.triu(rng.integers(0, 1000, (12, 12)), 1)
    made = form_by_pair_scores(ids, half + half.T, rules=Rules(4, 4, 4), tick=lambda *_: True)
    for circle in made.circles:
        change = {circle.swap.leaves: circle.swap.joins, circle.swap.joins: circle.swap.leaves}
        after = [tuple(change.get(name, name) for name in group) for group in made.groups]
        again = form_by_pair_scores(ids, half + half.T, rules=Rules(4, 4, 4, locked=tuple(after)))
        assert (again.score - made.score) * 3 == pytest.approx(circle.swap.change)


def test_with_everybody_new_forming_near_present_groups_is_forming() -> None:
    people = roster(20)
    gone = (("x", "y", "z"), ("v", "w", "u"))
    full = form(people, Rules(), weights=ALL_WEIGHTS, seed=3, tick=briefly)
    near = form(people, Rules(present=gone), weights=ALL_WEIGHTS, seed=3, tick=briefly)
    assert near == full


def test_most_pairs_stay_together_when_one_leaves_and_one_joins() -> None:
    people = roster(24)
    before = form(people, Rules(4, 4, 4), weights=ALL_WEIGHTS, seed=1, tick=briefly).groups
    now = people._replace(ids=(*people.ids[:-1], "new"))
    rules = Rules(4, 4, 4, present=before)
    after = form(now, rules, weights=ALL_WEIGHTS, seed=2, tick=briefly).groups
    untouched = [group for group in before if people.ids[-1] not in group]
    assert sum(group in after for group in untouched) >= len(untouched) - 2
