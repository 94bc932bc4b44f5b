"""Numbers that explain groups: the points of each criterion, for every group. For this package.

The points add up to the group's score. Wishes, kept pairs and rules are no part of it.
"""

import numpy as np

from lti_tool.groups.matching.arrays import Floats
from lti_tool.groups.matching.model import People, Rules, Weights
from lti_tool.groups.matching.pairs import Scored, scored
from lti_tool.groups.matching.problem import Seats
from lti_tool.groups.matching.rooms import Points
from lti_tool.groups.matching.rules import terms
from lti_tool.groups.matching.terms import CommonHours


def points(people: People, weights: Weights, seats: Seats) -> Points:
    """Points by criterion, one for each row of `seats`; empty seats hold the number of people.

    "exchange" is what pairs give each other, "least_helped" what the least helped member gets.
    """
    made = {
        one.name: _of_pairs(one, seats, empty=len(people.ids)) for one in scored(people, weights)
    }
    for term in terms(people, Rules(), weights):
        name = "hours" if isinstance(term, CommonHours) else "least_helped"
        part, rest = term.summary(seats[:, :1]), term.summary(seats[:, 1:])
        made[name] = term.points(part, rest).astype(np.float64)
    return made


def _of_pairs(one: Scored, seats: Seats, *, empty: int) -> Floats:
    first, second = np.triu_indices(seats.shape[1], 1)
    a, b = seats[:, first], seats[:, second]
    there = (a != empty) & (b != empty)
    share = np.zeros(a.shape)
    share[there] = one.share(a[there], b[there])
    pairs: Floats = one.points * share.sum(1) / np.maximum(there.sum(1), 1)
    return pairs
