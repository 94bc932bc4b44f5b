"""The search: rounds in which every group lays a part on the table and all are seated anew.

For the modules of this package. A round is exact for pair scores and for terms of whole groups
alike, since only one part of each group is away. Heat blurs what a ring seems to gain, so early
rounds may lose a little to win more later; without heat no round makes anything worse. The number
of rounds is fixed, never a time, so that a seed gives the same groups on every machine.
"""

from collections.abc import Callable

import numpy as np

from lti_tool.groups.matching.arrays import Floats, Numbers
from lti_tool.groups.matching.exchange import best_rings
from lti_tool.groups.matching.problem import Gains, Problem, Seats

STEPS = 5
AT_ONE_TABLE = 256
NOISE = 1 << 18


class State:
    """Who sits where now, what each group is worth, and the best seating so far."""

    def __init__(self, problem: Problem, seats: Seats) -> None:
        self.problem = problem
        self.seats = seats.copy()
        self.worth = problem.worth(seats, np.arange(len(seats)))
        self.best, self.best_total = seats.copy(), int(self.worth.sum())

    def remember(self) -> None:
        """Keep the present seating if none was better."""
        total = int(self.worth.sum())
        if total > self.best_total:
            self.best, self.best_total = self.seats.copy(), total


class Chance:
    """Every random choice of one search, from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self._noise = self.rng.random(NOISE, dtype=np.float32) - np.float32(0.5)

    def blur(self, gains: Gains, heat: float) -> None:
        """Add noise of the given width to every gain but a group's own part's.

        Drawing fresh noise would take longer than the whole round, so a long roll of it is
        reused from a fresh place each time.
        """
        start = int(self.rng.integers(NOISE - gains.size + 1))
        roll = self._noise[start : start + gains.size].reshape(gains.shape)
        gains += roll * np.float32(heat)
        np.fill_diagonal(gains, 0)

    def table(self, count: int) -> Numbers:
        """Some of `count` groups, as many as fit at one table."""
        if count <= AT_ONE_TABLE:
            return np.arange(count)
        return self.rng.permutation(count)[:AT_ONE_TABLE]

    def shuffled(self, state: State, groups: Numbers) -> Seats:
        """The seats of the given groups in random order, empty ones last."""
        seats = state.seats[groups]
        keys = self.rng.random(seats.shape, dtype=np.float32)
        keys += seats == state.problem.empty
        return seats[np.arange(len(seats))[:, None], keys.argsort(1)]


def search(state: State, chance: Chance, *, heats: Floats, stop: Callable[[State], bool]) -> None:
    """Run one round for each heat; end with the best seating. `stop` true ends early."""
    for heat in heats.tolist():
        if stop(state):
            break
        play(state, chance, heat=heat)
        state.remember()
    state.seats = state.best.copy()
    state.worth = state.problem.worth(state.seats, np.arange(len(state.seats)))


def play(state: State, chance: Chance, *, heat: float) -> None:
    """One round at one table of at most `AT_ONE_TABLE` groups."""
    groups = chance.table(len(state.seats))
    size = min(int(chance.rng.geometric(0.6)), state.problem.most_away)  # mostly one member
    seats = chance.shuffled(state, groups)
    gains = state.problem.gains(seats[:, :size], seats[:, size:], groups)
    if heat > 0:
        chance.blur(gains, heat)
    to = best_rings(gains, steps=STEPS)
    moved = np.flatnonzero(to != np.arange(len(to)))
    if len(moved):
        after = seats.copy()
        after[to[moved], :size] = seats[moved, :size]
        _accept(state, groups[moved], after[moved], heat=heat)


def _accept(state: State, groups: Numbers, seats: Seats, *, heat: float) -> None:
    worth = state.problem.worth(seats, groups)
    if heat > 0 or worth.sum() > state.worth[groups].sum():
        state.seats[groups], state.worth[groups] = seats, worth
