"""A way out for a group that breaks a rule when the search alone finds none. For this package.

Somebody in it fits few groups only, and those ask several people to move at once, further than the
search walks downhill. So the hardest member gets the best of many groups drawn at random, and the
search begins anew from there.
"""

import numpy as np

from lti_tool.groups.matching.arrays import Numbers
from lti_tool.groups.matching.problem import Problem, Seats
from lti_tool.groups.matching.search import Chance
from lti_tool.groups.matching.terms import HARD

DRAWN = 20_000


def rescued(problem: Problem, seats: Seats, group: int, chance: Chance) -> Seats:
    """The seats with a better group around its hardest member; the same where none was drawn."""
    found: list[tuple[int, Seats]] = []
    for person in seats[group, : problem.sizes[group]].tolist():
        drawn = _groups_with(person, problem, group, chance)
        worth = problem.worth(drawn, np.full(len(drawn), group))
        fits = int((worth > -HARD * problem.unit / 2).sum())
        if fits:
            found.append((fits, drawn[worth.argmax()]))
    return _with_group(problem, seats, group, min(found, key=_fits)[1]) if found else seats


def _fits(one: tuple[int, Seats]) -> int:
    return one[0]


def _groups_with(person: int, problem: Problem, group: int, chance: Chance) -> Seats:
    size = int(problem.sizes[group])
    others = np.sort(chance.rng.integers(0, problem.empty - 1, (DRAWN, size - 1)), axis=1)
    others = others[(np.diff(others, axis=1) > 0).all(1)]
    made = np.full((len(others), max(2, int(problem.sizes.max()))), problem.empty)
    made[:, 0] = person
    made[:, 1:size] = others + (others >= person)
    return made


def _with_group(problem: Problem, seats: Seats, group: int, chosen: Numbers) -> Seats:
    """These people sit in that group; whoever sat there takes the seats they left."""
    seats = seats.copy()
    here = chosen[chosen < problem.empty]
    out = np.setdiff1d(seats[group], np.append(here, problem.empty))
    left = np.isin(seats, here)
    left[group] = False
    seats[left] = out
    seats[group] = chosen
    return seats
