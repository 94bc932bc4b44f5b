"""The best pairs there are, when groups are pairs and the library for it is here. For this package.

rustworkx (an optional extra) finds a matching of maximum weight; without it the search, which comes
within a percent, does the work alone.
"""

from importlib import import_module
from importlib.machinery import PathFinder

import numpy as np

from lti_tool.groups.matching.arrays import Floats, Numbers
from lti_tool.groups.matching.problem import Problem, Seats

EVERYBODY = 128  # up to so many people all pairs are tried
PARTNERS = 30  # beyond, everybody's best partners


def is_exact_here() -> bool:
    """Whether the optional library is installed."""
    return PathFinder.find_spec("rustworkx") is not None


def seat_pairs(problem: Problem, seats: Seats) -> Seats:
    """The best pairs among everybody's best partners, or `seats` as they are without the library.

    `seats` are the pairs known so far; they make sure that a partner is left for everybody.
    """
    if not is_exact_here() or not (problem.sizes == 2).all():
        return seats
    worth = _worth(problem)
    rows, columns = _candidates(worth, seats)
    edges = [(a, b, int(worth[a, b])) for a, b in zip(rows.tolist(), columns.tolist(), strict=True)]
    library = import_module("rustworkx")
    graph = library.PyGraph(multigraph=False)
    graph.add_nodes_from(range(problem.empty))
    graph.add_edges_from(edges)
    found = library.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return np.array(sorted(tuple(sorted(pair)) for pair in found), np.intp).reshape(-1, 2)


def _worth(problem: Problem) -> Floats:
    everybody = np.arange(problem.empty)[:, None]
    groups = np.zeros(problem.empty, np.intp)
    return problem.tried(everybody, everybody, groups).astype(np.float64)


def _candidates(worth: Floats, seats: Seats) -> tuple[Numbers, Numbers]:
    wanted = np.zeros(worth.shape, bool)
    if len(worth) <= EVERYBODY:
        wanted[:] = True
    else:
        best = np.argsort(-worth, axis=1, kind="stable")[:, : PARTNERS + 1]
        np.put_along_axis(wanted, best, True, axis=1)
        wanted[seats[:, 0], seats[:, 1]] = True
    rows, places = np.nonzero(np.triu(wanted | wanted.T, 1))
    return rows, places
