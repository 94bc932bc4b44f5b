"""The cases of the matching bench. Each returns what was reached, in figures.

Times are seconds of one core (`process_time`), so that a busy machine counts less.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from time import process_time
from typing import Any

import numpy as np

from lti_tool.groups.matching import Proposal, Rules, form, form_by_pair_scores, pairs, proven_clash
from lti_tool.groups.matching import anneal as annealing
from lti_tool.groups.matching.cohort import Cohort, Marks
from lti_tool.groups.matching.columns import some
from lti_tool.groups.matching.exact import optimum
from lti_tool.groups.matching.greedy import empty_seats, greedy
from lti_tool.groups.matching.problem import Problem
from lti_tool.groups.matching.rules import marks, terms
from lti_tool.groups.matching.search import Chance, State
from tests.bench.matching_roster import ALL_ON, PLAIN, Roster, all_rules, ids, people, roster

FOURS = Rules(size=4, minimum=4, maximum=4)
KEPT = 75  # points for a kept pair: the balance of keeping pairs and gaining score


@dataclass(frozen=True)
class Run:
    """One timed run."""

    result: Any
    seconds: float


def timed(work: Callable[[], Any]) -> Run:
    """Run once and take the time of one core."""
    start = process_time()
    result = work()
    return Run(result, process_time() - start)


def problem(made: Roster, sizes: list[int]) -> Problem:
    """The plain pair objective."""
    none = np.zeros(0, np.intp)
    cohort = Cohort(sum(sizes), made.block, Marks(none, none, np.zeros(0, np.float32)))
    return cohort.problem(np.arange(sum(sizes)), np.array(sizes))


def random_score(made: Roster, n: int) -> float:
    """The mean pair score, which is what random groups score on average."""
    who = np.random.default_rng(0).permutation(n)[:1_000]
    return float(made.block(np.sort(who)).sum() / len(who) / (len(who) - 1))


def searched(made: Problem, seed: int, plan: annealing.Plan | None = None) -> State:
    """The search alone, without any optional library."""
    state = State(made, greedy(made, empty_seats(made)))
    plan = plan or annealing.plan_for(made.sizes)
    annealing.anneal(state, Chance(seed), plan, stop=lambda state: False)
    return state


def score(state: State) -> float:
    """The mean over groups."""
    return float(state.worth.sum() / state.problem.unit / len(state.seats))


def formed(n: int, seed: int) -> Proposal:
    """The pair objective through the engine's door."""
    return form_by_pair_scores(ids(n), roster(n, seed).block, rules=FOURS, seed=seed)


def pairs_in(groups: Any) -> set[frozenset[str]]:
    """Every two people who share a group."""
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def changed_by_pairs(n: int, seed: int) -> tuple[float, float]:
    """Five percent leave and arrive: the share of pairs kept, and of the from-scratch score."""
    new = n // 20
    made, names = roster(n + new, seed), np.array(ids(n + new))
    before = form_by_pair_scores(
        names[:n].tolist(), _of(made, np.arange(n)), rules=FOURS, seed=seed
    )
    stay = np.sort(np.random.default_rng(seed).permutation(n)[new:])
    here = np.append(stay, np.arange(n, n + new))
    rules = FOURS._replace(present=before.groups, present_points=KEPT)
    scratch = form_by_pair_scores(names[here].tolist(), _of(made, here), rules=FOURS, seed=seed)
    after = form_by_pair_scores(names[here].tolist(), _of(made, here), rules=rules, seed=seed)
    return _kept(before, after, set(names[here].tolist())), after.score / scratch.score


def changed_with_rules(n: int, seed: int) -> tuple[float, float, int]:
    """The same with all criteria and rules on; and how many rules are broken."""
    new = n // 20
    everybody = people(n + new, seed)
    rules = all_rules(everybody, seed, size=4)
    stay = np.sort(np.random.default_rng(seed).permutation(n)[new:]).tolist()
    first = some(everybody, list(range(n)))
    now = some(everybody, [*stay, *range(n, n + new)])
    before = form(first, rules, weights=ALL_ON, seed=seed)
    scratch = form(now, rules, weights=ALL_ON, seed=seed)
    after = form(now, rules._replace(present=before.groups), weights=ALL_ON, seed=seed)
    kept = _kept(before, after, set(now.ids))
    return kept, after.score / scratch.score, len(after.broken)


def with_all_rules(n: int, size: int, seed: int) -> tuple[int, float, float]:
    """Rules broken, seconds, and times the plain objective's seconds with the same rounds."""
    everybody = people(n, seed)
    rules = all_rules(everybody, seed, size=size)
    full = timed(lambda: form(everybody, rules, weights=ALL_ON, seed=seed))
    sizes = Rules(size=size, minimum=size - 1, maximum=size + 1, same="section")
    plain = timed(lambda: form(everybody, sizes, weights=PLAIN, seed=seed))
    return len(full.result.broken), full.seconds, full.seconds / plain.seconds


def _kept(before: Proposal, after: Proposal, here: set[str]) -> float:
    survived = {pair for pair in pairs_in(before.groups) if pair <= here}
    return len(survived & pairs_in(after.groups)) / len(survived)


def _of(made: Roster, who: Any) -> Callable[[Any], Any]:
    return lambda some: made.block(who[some])


def small_with_rules(n: int, seed: int) -> tuple[bool, bool, bool]:
    """Whether all rules can hold; whether the answer is right; whether the search alone has it.

    Right is the proven optimum where the rules can hold, and a proven clash where they cannot.
    """
    everybody = people(n, seed)
    asked = all_rules(everybody, seed, size=4)._replace(minimum=4, maximum=4)
    criteria = pairs.scored(everybody, ALL_ON)
    made = Cohort(
        n,
        lambda who: pairs.block(criteria, who),
        marks(everybody, asked),
        terms(everybody, asked, ALL_ON),
    ).problem(np.arange(n), np.full(n // 4, 4))
    state, clash = searched(made, seed), proven_clash(everybody, asked)
    best = made.worth(optimum(made, state.seats), np.arange(n // 4)).sum()
    place = {name: number for number, name in enumerate(everybody.ids)}
    formed = form(everybody, asked, weights=ALL_ON, seed=seed)
    seats = np.array([[place[name] for name in group] for group in formed.groups])
    reached = made.worth(seats, np.arange(n // 4)).sum() == best
    right = bool(reached) and bool(clash) == bool(formed.broken)
    return clash is None, right, state.best_total == best


def pairs_are_exact(n: int, seed: int) -> bool:
    """Whether pairs equal a matching over all pairs."""
    made = roster(n, seed)
    table = made.block(np.arange(n))
    rules = Rules(size=2, minimum=2, maximum=2)
    formed = form_by_pair_scores(ids(n), made.block, rules=rules, seed=seed)
    rustworkx = import_module("rustworkx")
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(n))
    graph.add_edges_from([(a, b, int(table[a, b])) for a, b in combinations(range(n), 2)])
    best = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return round(formed.score * n / 2) == sum(int(table[a, b]) for a, b in best)
