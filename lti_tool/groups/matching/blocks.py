"""Search a cohort of any size: at one table when it fits, else table by table. For this package.

A large cohort is dealt to tables; after each sweep the groups are shuffled and dealt anew, so that
everybody meets people from all over. Memory is one table's, whatever the size of the cohort.
"""

from collections import deque
from collections.abc import Iterator

import numpy as np

from lti_tool.groups.matching.anneal import Plan, anneal
from lti_tool.groups.matching.arrays import Numbers
from lti_tool.groups.matching.cohort import Who
from lti_tool.groups.matching.exact import can_enumerate, can_prove, optimum
from lti_tool.groups.matching.exact_pairs import EVERYBODY, is_exact_here, seat_pairs
from lti_tool.groups.matching.greedy import greedy
from lti_tool.groups.matching.rescue import rescued
from lti_tool.groups.matching.rooms import Room, Waiting
from lti_tool.groups.matching.search import Chance, State
from lti_tool.groups.matching.watch import Watch


def fill(room: Room, waiting: Waiting, *, chance: Chance, plan: Plan, watch: Watch) -> bool:
    """Seat everybody who waits, then search as planned.

    True when somebody asked to stop; everybody has a seat all the same.
    """
    for _ in range(plan.sweeps):
        for groups in room.tables(chance):
            state, who = sit_down(room, groups, waiting)
            if room.table_count == 1:
                state = State(state.problem, seat_pairs(state.problem, state.seats))
            anneal(state, chance, plan, stop=watch.stop)
            if can_prove(state.problem) and not watch.stopped:
                state.seats = optimum(state.problem, state.seats)
            room.seats[groups] = who[state.seats]
        if watch.stopped:
            break
    return watch.stopped


def reseat(room: Room, group: int, chance: Chance) -> None:
    """Give a group that breaks a rule other members, which other groups may have to pay for."""
    groups = np.arange(len(room.sizes))
    state, who = sit_down(room, groups, deque())
    room.seats[:] = who[rescued(state.problem, state.seats, group, chance)]


def is_provable(room: Room) -> bool:
    """Whether a search in this room that nobody stops ends at a proven optimum."""
    people, sizes = int(room.sizes.sum()), room.sizes.tolist()
    alone = len(sizes) < 2
    pairs = set(sizes) == {2} and people <= EVERYBODY and is_exact_here()
    return alone or pairs or can_enumerate(people, sizes)


def sit_down(room: Room, groups: Numbers, waiting: Waiting) -> tuple[State, Who]:
    """A table's problem, and the people of the room by their numbers in it."""
    count = room.cohort.size
    there = room.seats[groups]
    seated = there[there < count]
    holes = int(room.sizes[groups].sum()) - len(seated)
    who = np.append(seated, np.array(list(_called(waiting, holes)), np.intp))
    problem = room.cohort.problem(who, room.sizes[groups])
    place = np.full(count + 1, problem.empty)
    place[who] = np.arange(len(who))
    return State(problem, greedy(problem, place[there])), np.append(who, count)


def _called(waiting: Waiting, holes: int) -> Iterator[int]:
    """Who comes to a table with so many holes; a set too large for the rest waits for the next."""
    too_large: Waiting = deque()
    while holes and (waiting or too_large):
        called = waiting.popleft() if waiting else too_large.popleft()[:holes]
        if len(called) > holes and waiting:
            too_large.append(called)
            continue
        if len(called) > holes:
            waiting.append(called[holes:])
        yield from called[:holes]
        holes -= len(called[:holes])
    waiting.extendleft(reversed(too_large))
