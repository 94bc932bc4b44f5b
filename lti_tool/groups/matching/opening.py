"""Where a search begins: groups as they stand, how large each becomes, who waits. For this package.

Plain Python. With nobody seated yet this is the remainder rule of `sizes`; with present groups the
smallest are filled first, and no more groups are opened or closed than the rule asks for.
"""

from collections.abc import Iterable, Sequence

from lti_tool.groups.matching.model import Group, Rules
from lti_tool.groups.matching.sizes import sizes


def opening(
    ids: Sequence[str], rules: Rules
) -> tuple[list[Group], list[int], list[tuple[str, ...]]]:
    """Groups that stay as they are or grow, the size each comes to, and sets of people who wait.

    Raises `ImpossibleSizes` when no number of groups fits the limits.
    """
    wanted = sizes(len(ids), target=rules.size, minimum=rules.minimum, maximum=rules.maximum)
    groups = _standing(ids, rules, count=len(wanted))
    grown = _grown([len(group) for group in groups], total=len(ids), minimum=rules.minimum)
    groups = [group[:size] for group, size in zip(groups, grown, strict=True)]
    seated = {name for group in groups for name in group}
    waiting = [name for name in ids if name not in seated]
    return groups, grown, sets_of(waiting, rules.together)


def _standing(ids: Sequence[str], rules: Rules, *, count: int) -> list[Group]:
    """The present groups without those who left; the smallest give way if there are too many."""
    here, taken = set(ids), set[str]()
    groups: list[Group] = []
    for group in rules.present:
        stay = [name for name in dict.fromkeys(group) if name in here and name not in taken]
        groups.append(tuple(stay[: rules.maximum]))
        taken.update(groups[-1])
    groups.sort(key=lambda group: (-len(group), group))
    return (groups + [()] * count)[:count]


def _grown(now: list[int], *, total: int, minimum: int) -> list[int]:
    """Seat everybody in the smallest groups; a group below the minimum takes from the largest."""
    made, left = list(now), total - sum(now)
    while left > 0:
        least = min(made)
        lowest = [place for place, size in enumerate(made) if size == least][:left]
        for place in lowest:
            made[place] += 1
        left -= len(lowest)
    while made and min(made) < minimum:
        made[made.index(max(made))] -= 1
        made[made.index(min(made))] += 1
    return made


def sets_of(waiting: Sequence[str], together: Iterable[Group]) -> list[tuple[str, ...]]:
    """Those who belong together as one, everybody else alone."""
    belongs = {name: [name] for name in waiting}
    for group in together:
        here = [name for name in group if name in belongs]
        joined = list(dict.fromkeys(mate for name in here for mate in belongs[name]))
        belongs.update(dict.fromkeys(joined, joined))
    return list(dict.fromkeys(tuple(joined) for joined in belongs.values()))
