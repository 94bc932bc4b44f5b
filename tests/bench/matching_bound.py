"""A proven upper bound for groups of four, by prices. Needs highspy; for the matching bench alone.

Give every person a price. No seating is worth more than all prices together, plus for each person a
quarter of the most that any group with that person is worth above its prices. The prices come from
a linear program over groups met so far, held near the best prices yet; a bound is proven by looking
at every group that could be above its prices: one holds a triangle above its own.
"""

import numpy as np
from numpy.typing import NDArray

from lti_tool.groups.matching.exact import add, quiet_program

Floats = NDArray[np.float64]
Groups = NDArray[np.intp]

TRIANGLES = 300_000
EDGES = 60_000
STEPS = 80


def upper_bound(pair: Floats, found: Groups, *, within: float = 2e-4) -> float:
    """A bound on the mean over groups of the mean pair score; `found` holds full seatings."""
    program = _Program(pair, found)
    centre, bound, pull = _first_prices(pair, found[-len(pair) // 4 :]), np.inf, 0.9
    for _ in range(STEPS):
        value, prices = program.solve()
        for share in (pull, pull / 2, 0.0):
            tried = share * centre + (1 - share) * prices
            best, groups = above(pair, tried)
            proven = float(tried.sum() + best.sum() / 4)
            if proven < bound:
                bound, centre = proven, tried
            if program.add(groups, prices):
                break
        else:
            break
        if bound - value < within * value:
            break
        pull = max(0.3, 0.95 * pull)
    return bound / 6 / (len(pair) // 4)


def above(pair: Floats, prices: Floats) -> tuple[Floats, Groups]:
    """Each person's most that a group is above its prices, infinite if unknown; such groups."""
    reduced = pair - (prices[:, None] + prices) / 3
    np.fill_diagonal(reduced, -1e9)
    best, groups, gains = np.zeros(len(pair)), [np.zeros((0, 4), int)], [np.zeros(0)]
    corners, sums = _triangles(reduced)
    for start in range(0, len(sums), 2_000):
        three = corners[start : start + 2_000]
        four = sums[start : start + 2_000, None] + reduced[three].sum(1)
        row, last = np.nonzero(four > 1e-7)
        gain, members = four[row, last], np.column_stack((three[row], last))
        for column in members.T:
            np.maximum.at(best, column, gain)
        top = np.argsort(-gain, kind="stable")[:1_500]
        groups.append(np.sort(members[top], axis=1))
        gains.append(gain[top])
    if len(sums) == TRIANGLES:
        best = np.full(len(pair), np.inf)
    order = np.argsort(-np.concatenate(gains), kind="stable")
    return best, _few_each(np.concatenate(groups)[order], len(pair))


def _triangles(reduced: Floats) -> tuple[Groups, Floats]:
    """Triangles above zero, strongest edge first; the best of them when there are too many."""
    first, second = np.nonzero(np.triu(reduced > 0, 1))
    kept = np.argsort(-reduced[first, second], kind="stable")[:EDGES]
    corners, sums = [np.zeros((0, 3), int)], [np.zeros(0)]
    for start in range(0, len(kept), 4_000):
        a, b = first[kept[start : start + 4_000]], second[kept[start : start + 4_000]]
        edge = reduced[a, b][:, None]
        total = edge + reduced[a] + reduced[b]
        row, c = np.nonzero((total > 0) & (reduced[a] <= edge) & (reduced[b] <= edge))
        corners.append(np.column_stack((a[row], b[row], c)))
        sums.append(total[row, c])
    every = np.concatenate(sums)
    top = np.argsort(-every, kind="stable")[:TRIANGLES]
    return np.concatenate(corners)[top], every[top]


def _few_each(groups: Groups, people: int) -> Groups:
    seen: set[tuple[int, ...]] = set()
    count, kept = np.zeros(people, int), []
    for group in groups:
        if tuple(group) not in seen and (count[group] < 8).any():
            seen.add(tuple(group))
            kept.append(group)
            count[group] += 1
    return np.array(kept, np.intp).reshape(-1, 4)


def _first_prices(pair: Floats, seats: Groups) -> Floats:
    own = np.zeros(len(pair))
    for group in seats:
        own[group] = pair[np.ix_(group, group)].sum(1) / 2
    return (own + own.mean()) / 2 + 48


class _Program:
    """The linear program over the groups met so far."""

    def __init__(self, pair: Floats, found: Groups) -> None:
        self.pair, self.inside = pair, set[tuple[int, ...]]()
        self.highs = quiet_program([1] * len(pair))
        self._append(np.unique(np.sort(found, axis=1), axis=0))

    def solve(self) -> tuple[float, Floats]:
        """The value of the program and everybody's price."""
        self.highs.run()
        value = self.highs.getInfo().objective_function_value
        return value, np.array(self.highs.getSolution().row_dual)

    def add(self, groups: Groups, prices: Floats) -> int:
        """Take in what is new and above these prices; how many that were."""
        new = np.array([group for group in groups.tolist() if tuple(group) not in self.inside])
        new = new.reshape(-1, 4).astype(int)
        new = new[_sums(self.pair, new) - prices[new].sum(1) > 1e-6]
        self._append(new)
        return len(new)

    def _append(self, groups: Groups) -> None:
        if not len(groups):
            return
        self.inside.update(map(tuple, groups.tolist()))
        add(self.highs, _sums(self.pair, groups), groups.tolist())


def _sums(pair: Floats, groups: Groups) -> Floats:
    made: Floats = pair[groups[:, :, None], groups[:, None, :]].sum((1, 2)) / 2
    return made
