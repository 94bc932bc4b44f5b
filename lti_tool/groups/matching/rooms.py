"""Rooms: the groups of one cohort that may exchange members. For this package.

A rule such as "same section" makes a room of each section; locked groups have a room of their own,
in which nobody moves.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from lti_tool.groups.matching.arrays import Floats, Numbers
from lti_tool.groups.matching.cohort import Cohort
from lti_tool.groups.matching.model import Group, People, Rules
from lti_tool.groups.matching.opening import opening
from lti_tool.groups.matching.problem import Seats
from lti_tool.groups.matching.search import Chance
from lti_tool.groups.matching.sizes import ImpossibleSizes

AT_ONE_TABLE = 2048
AT_A_TABLE = 1024

Waiting = deque[tuple[int, ...]]  # sets of people who should come to the same table
Points = dict[str, Floats]
Explain = Callable[[Seats], Points]  # points by criterion, one for each group


class Task(NamedTuple):
    """All that is known before a search: people by id, rules, scores, and how to explain them."""

    people: People
    rules: Rules
    cohort: Cohort
    explain: Explain


class Room(NamedTuple):
    """Who sits where: people's numbers, `cohort.size` on empty seats, which come last.

    `seats` is at least two wide; `sizes` count those who sit in a group once nobody waits.
    """

    cohort: Cohort
    seats: Seats
    sizes: Numbers
    locked: bool = False

    @property
    def table_count(self) -> int:
        """How many tables the groups are dealt to."""
        people = int(self.sizes.sum())
        return 1 if people <= AT_ONE_TABLE else -(-people // AT_A_TABLE)

    def tables(self, chance: Chance) -> list[Numbers]:
        """The groups at each table, dealt anew each time."""
        groups = np.arange(len(self.sizes))
        if self.table_count > 1:
            groups = chance.rng.permutation(groups)
        return np.array_split(groups, self.table_count)

    def members(self, ids: tuple[str, ...]) -> Iterator[Group]:
        """The ids in each group."""
        for row in self.seats.tolist():
            yield tuple(ids[who] for who in row if who < self.cohort.size)


def locked_room(task: Task) -> list[Room]:
    """A room of the locked groups, if there are any."""
    here = set(task.people.ids)
    groups = [tuple(name for name in group if name in here) for group in task.rules.locked]
    groups = [group for group in groups if group]
    return [_room(task, groups, [len(g) for g in groups], locked=True)] if groups else []


def section_rooms(task: Task, chance: Chance) -> list[tuple[Room, Waiting]]:
    """A room for each section, or one for all, and who waits at its door in random order.

    Raises `ImpossibleSizes` when a section cannot be divided.
    """
    return [_opened(task, label, names, chance) for label, names in _sections(task).items()]


def _sections(task: Task) -> dict[str, list[str]]:
    locked = {name for group in task.rules.locked for name in group}
    label = task.rules.same
    answers = task.people.labels.get(label, ()) if label else ()
    sections: dict[str, list[str]] = {}
    for name, answer in zip(task.people.ids, answers or [None] * len(task.people.ids), strict=True):
        if name not in locked:
            sections.setdefault(f"{label} {answer}" if answers else "", []).append(name)
    return sections


def _opened(task: Task, label: str, names: list[str], chance: Chance) -> tuple[Room, Waiting]:
    mixed = [names[number] for number in chance.rng.permutation(len(names)).tolist()]
    try:
        groups, sizes, waiting = opening(mixed, task.rules)
    except ImpossibleSizes as impossible:
        raise ImpossibleSizes(f"{label}: {impossible}" if label else str(impossible)) from None
    place = {name: number for number, name in enumerate(task.people.ids)}
    called = deque(tuple(place[name] for name in some) for some in waiting)
    return _room(task, groups, sizes, locked=False), called


def _room(task: Task, groups: list[Group], sizes: list[int], *, locked: bool) -> Room:
    place = {name: number for number, name in enumerate(task.people.ids)}
    seats = np.full((len(groups), max([2, *sizes])), task.cohort.size)
    for row, group in zip(seats, groups, strict=True):
        row[: len(group)] = [place[name] for name in group]
    return Room(task.cohort, seats, np.array(sizes, np.intp), locked)
