"""Form groups: the door of the engine. Loads NumPy, so call it where work is done, not in a page.

The same seed gives the same groups, whatever order the people come in.
"""

from collections import deque
from functools import partial

from lti_tool.groups.matching import columns, pairs
from lti_tool.groups.matching.anneal import Plan, plan_for
from lti_tool.groups.matching.blocks import fill, is_provable, reseat
from lti_tool.groups.matching.broken import Judge
from lti_tool.groups.matching.circles import proposal
from lti_tool.groups.matching.cohort import Cohort
from lti_tool.groups.matching.explain import points
from lti_tool.groups.matching.model import People, Proposal, Rules, Weights
from lti_tool.groups.matching.rooms import Room, Task, locked_room, section_rooms
from lti_tool.groups.matching.rules import marks, terms
from lti_tool.groups.matching.search import Chance
from lti_tool.groups.matching.watch import Tick, Watch

HEATS = (0.5, 1, 0.25, 0.75, 1.5)  # of one try after another, while a rule is broken


def form(
    people: People,
    rules: Rules | None = None,
    *,
    weights: Weights | None = None,
    seed: int = 0,
    tick: Tick | None = None,
) -> Proposal:
    """Seat everybody who is not in a locked group, near `rules.present` where that is given.

    Raises `ImpossibleSizes` when no division into groups exists, `ValueError` for people or
    criteria that contradict themselves. A rule that could not be kept is named in the proposal.
    """
    rules, weights = rules or Rules(), weights or Weights()
    people = columns.by_id(people)
    cohort = Cohort(
        size=len(people.ids),
        block=partial(pairs.block, pairs.scored(people, weights)),
        marks=marks(people, rules),
        terms=terms(people, rules, weights),
    )
    task = Task(people, rules, cohort, partial(points, people, weights))
    return formed(task, seed, tick)


def formed(task: Task, seed: int, tick: Tick | None) -> Proposal:
    """Seat everybody of a task, room by room, and tell how well it went."""
    chance = Chance(seed)
    opened = section_rooms(task, chance)
    plans = [_plan(room) for room, _ in opened]
    rounds = sum(
        plan.total * room.table_count for (room, _), plan in zip(opened, plans, strict=True)
    )
    watch = Watch(rounds, tick)
    for (room, waiting), plan in zip(opened, plans, strict=True):
        stopped = fill(room, waiting, chance=chance, plan=plan, watch=watch)
        if not stopped and not plan.final:
            _mend(room, task, plan=plan, chance=chance, watch=watch)
    rooms = [*locked_room(task), *(room for room, _ in opened)]
    made = proposal(rooms, Judge.of(task.people, task.rules), task.explain)
    proven = not watch.stopped and all(is_provable(room) for room, _ in opened)
    return made._replace(stopped=watch.stopped, proven=proven)


def _plan(room: Room) -> Plan:
    """One anneal is enough where a proof follows."""
    plan = plan_for(room.sizes)
    return plan._replace(anneals=1) if is_provable(room) else plan


def _mend(room: Room, task: Task, *, plan: Plan, chance: Chance, watch: Watch) -> None:
    """Search again while a rule is broken, at other heats and around the group that breaks it.

    The best seating is kept. A small course has been searched many times before, or is proven.
    Where present circles stand in the way of a rule, the last tries look away from them first.
    """
    judge = Judge.of(task.people, task.rules)
    best, fewest = room.seats.copy(), _broken(room, judge)
    looks = [(share, _tried) for share in HEATS] + [(1, _freed)] * (2 if task.rules.present else 0)
    for share, look in looks:
        if not fewest or watch.stopped:
            break
        if room.table_count == 1:
            reseat(room, fewest[0], chance)
        again = plan._replace(heat=plan.heat * share)
        look(room, task, plan=again, chance=chance, watch=watch)
        broken = _broken(room, judge)
        if len(broken) <= len(fewest):
            best, fewest = room.seats.copy(), broken
        room.seats[:] = best


def _tried(room: Room, task: Task, *, plan: Plan, chance: Chance, watch: Watch) -> None:
    watch.total += plan.total * room.table_count
    fill(room, deque(), chance=chance, plan=plan, watch=watch)


def _freed(room: Room, task: Task, *, plan: Plan, chance: Chance, watch: Watch) -> None:
    """Search as if nobody sat together yet, then bring together whom the rules still let."""
    apart = marks(task.people, task.rules._replace(present=()))
    free = room._replace(cohort=room.cohort._replace(marks=apart))
    _tried(free, task, plan=plan, chance=chance, watch=watch)
    _tried(room, task, plan=plan._replace(heat=0), chance=chance, watch=watch)


def _broken(room: Room, judge: Judge) -> list[int]:
    """The groups that break a rule."""
    members = room.members(judge.people.ids)
    return [number for number, group in enumerate(members) if judge.broken(group)]
