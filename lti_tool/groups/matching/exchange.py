"""Rings of exchanges: who moves where when many groups give a part away and get one at once.

For the search alone. Every group lays one part of itself on the table; a ring is a closed walk on
which each part takes the next group's place. Gains add up along it, because a group is left by one
part and joined by one. The walks are Bellman and Ford's, all starts at once, a few steps long.
"""

import numpy as np

from lti_tool.groups.matching.arrays import Flags, Numbers
from lti_tool.groups.matching.problem import Gains

Targets = Numbers


def best_rings(gains: Gains, *, steps: int) -> Targets:
    """The group that each part moves to; its own where it is on no gainful ring.

    `gains[p, g]` is what group g gains when part p replaces its own; the diagonal is zero.
    """
    here = np.arange(len(gains))
    following, ahead = here, np.zeros(len(gains), np.float32)
    walks = np.empty_like(gains)
    for _ in range(steps):
        np.add(gains, ahead, out=walks)
        to = walks.argmax(1)
        reached = walks[here, to]
        better = reached > ahead
        if not better.any():
            break
        following = np.where(better, to, following)
        ahead = np.where(better, reached, ahead)
    return np.where(_on_a_ring(following), following, here)


def _on_a_ring(following: Targets) -> Flags:
    """Whether a walk that only follows comes back: what is still met after many steps."""
    ahead, steps = following, 1
    while steps < len(following):
        ahead, steps = ahead[ahead], 2 * steps
    met = np.zeros(len(following), bool)
    met[ahead] = True
    return met
