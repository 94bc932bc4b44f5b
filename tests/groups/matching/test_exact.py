"""The optional libraries: what they prove, and how the engine does without them."""

from itertools import permutations

import numpy as np
import pytest

from lti_tool.groups.matching import (
    People,
    Rules,
    exact_pairs,
    form_by_pair_scores,
    proven_clash,
)
from lti_tool.groups.matching.anneal import anneal, plan_for
from lti_tool.groups.matching.exact import can_prove, optimum
from lti_tool.groups.matching.greedy import empty_seats, greedy
from lti_tool.groups.matching.problem import Problem
from lti_tool.groups.matching.search import Chance, State


def scores(count: int, seed: int = 0) -> np.ndarray:
    half = np.triu(np.random.default_rng(seed).integers(0, 1000, (count, count)), 1)
    return half + half.T


def problem(sizes: list[int], seed: int = 0) -> Problem:
    count = sum(sizes)
    pair = np.zeros((count + 1, count + 1), np.float32)
    pair[:count, :count] = scores(count, seed)
    return Problem(pair, np.array(sizes))


@pytest.mark.parametrize("sizes", [[3, 3], [3, 2, 2]])
def test_the_proven_optimum_is_the_best_of_all_seatings(sizes: list[int]) -> None:
    pytest.importorskip("highspy")
    made, groups = problem(sizes), np.arange(len(sizes))
    best = optimum(made, greedy(made, empty_seats(made)))
    worth = made.worth(best, groups).sum()
    for order in permutations(range(made.empty)):
        seats, who = empty_seats(made), np.array(order)
        for row, size in zip(seats, sizes, strict=True):
            row[:size], who = who[:size], who[size:]
        assert made.worth(seats, groups).sum() <= worth


@pytest.mark.parametrize("seed", range(3))
def test_the_search_alone_reaches_the_proven_optimum(seed: int) -> None:
    pytest.importorskip("highspy")
    made = problem([4] * 4, seed)
    state = State(made, greedy(made, empty_seats(made)))
    anneal(state, Chance(seed), plan_for(made.sizes), stop=lambda state: False)
    best = optimum(made, state.seats)
    assert state.best_total == made.worth(best, np.arange(4)).sum()


def test_a_large_course_is_not_proven() -> None:
    assert not can_prove(problem([4] * 20))


@pytest.mark.parametrize("count", [12, 130])
def test_pairs_are_an_exact_matching(count: int) -> None:
    library = pytest.importorskip("rustworkx")
    table = scores(count)
    names = [f"{number:03}" for number in range(count)]
    made = form_by_pair_scores(names, table, rules=Rules(2, 2, 2), tick=lambda *_: True)
    graph = library.PyGraph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(
        [(a, b, int(table[a, b])) for a in range(count) for b in range(a + 1, count)]
    )
    best = library.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    assert made.score * count / 2 == sum(table[a, b] for a, b in best)


def test_without_the_library_pairs_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_pairs, "is_exact_here", lambda: False)
    names = [f"{number:03}" for number in range(8)]
    made = form_by_pair_scores(names, scores(8), rules=Rules(2, 2, 2))
    assert sorted(name for pair in made.groups for name in pair) == names


def test_the_rules_that_clash_in_a_small_course_are_named_and_no_others() -> None:
    pytest.importorskip("highspy")
    names = tuple("abcdefgh")
    foes = tuple((a, b) for a in "abc" for b in "abc" if a < b)
    rules = Rules(4, 4, 4, apart=foes, rivals=(("d", "e"),), not_again=(("f", "g"),))
    clash = proven_clash(People(names), rules)
    assert clash is not None
    assert clash.rules == ("apart",)
    assert proven_clash(People(names), Rules(4, 4, 4, rivals=(("d", "e"),))) is None
