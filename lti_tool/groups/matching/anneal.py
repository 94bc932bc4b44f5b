"""How long to search and how hot, from the number of groups alone. For this package.

Never from a clock: a seed must give the same groups on every machine.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lti_tool.groups.matching.arrays import Floats, Numbers, Singles
from lti_tool.groups.matching.search import Chance, State, search
from lti_tool.groups.matching.terms import HARD

HOTTER = 4  # with terms, for rules of whole groups are walls that only detours lead around
COOL = 0.1  # the last part of the rounds has no heat at all


class Plan(NamedTuple):
    """In each of `sweeps` deals of the tables, `anneals` times `rounds` rounds at each table.

    An anneal begins at `heat` times the usual change of a single move. Of a plan that is `final`
    another try can hope for no more.
    """

    rounds: int
    anneals: int = 1
    sweeps: int = 1
    heat: float = 0.8
    final: bool = False

    @property
    def total(self) -> int:
        """Rounds at each table in all."""
        return self.rounds * self.anneals * self.sweeps


def plan_for(sizes: Numbers) -> Plan:
    """Small courses are searched anew several times, so that they end at the optimum."""
    groups = len(sizes)
    if groups < 2:
        return Plan(rounds=0, final=True)
    if groups <= 10:
        return Plan(rounds=400 * groups, anneals=16, heat=1.1, final=True)
    if groups <= 40:
        return Plan(rounds=8_000)
    if groups <= 512:
        return Plan(rounds=3_000)
    return Plan(rounds=200, sweeps=4)


def anneal(state: State, chance: Chance, plan: Plan, *, stop: Callable[[State], bool]) -> None:
    """Heat and cool as planned; the state ends at the best seating that was met."""
    usual = usual_change(state, chance) if plan.heat else 0.0
    usual *= HOTTER if state.problem.terms else 1
    for _ in range(plan.anneals):
        search(state, chance, heats=heats(usual, plan), stop=stop)


def heats(usual: float, plan: Plan) -> Floats:
    """The heat of every round of one anneal, falling in a line and ending with none."""
    warm = int(plan.rounds * (1 - COOL))
    falling = np.linspace(plan.heat * usual, 0, warm, endpoint=False)
    return np.concatenate((falling, np.zeros(plan.rounds - warm)))


def usual_change(state: State, chance: Chance) -> float:
    """How far apart the gains of single moves lie: their middle half, broken rules left out."""
    told = np.concatenate([_some_gains(state, chance) for _ in range(4)])
    if state.problem.ruled:
        told = told[np.abs(told) < HARD * state.problem.unit / 2]
    if not len(told):
        return 0.0
    low, high = np.percentile(told, [25, 75])
    return float(high - low)


def _some_gains(state: State, chance: Chance) -> Singles:
    groups = chance.table(len(state.seats))
    seats = chance.shuffled(state, groups)
    gains = state.problem.gains(seats[:, :1], seats[:, 1:], groups)
    return gains[~np.eye(len(gains), dtype=bool)]
