"""Which groups that the platform keeps could be circles as they are; for `groups.review`."""

from lti_tool.courses.queries import GroupSet, platform_groups
from lti_tool.errors import ChangedMeanwhile
from lti_tool.groups.circles import LARGEST, SMALLEST


def ready_sets(context_id: int) -> list[GroupSet]:
    """The sets of groups in which nobody sits twice, no group is too large, and one can talk."""
    return [one for one in platform_groups(context_id) if _is_ready(one)]


def ready_set(context_id: int, key: str) -> GroupSet:
    """One of them; raises ChangedMeanwhile when there is none of that key, or not any more."""
    found = next((one for one in ready_sets(context_id) if one.key == key), None)
    if found is None:
        raise ChangedMeanwhile("the platform has no such groups now")
    return found


def _is_ready(one: GroupSet) -> bool:
    largest = max(len(group.members) for group in one.groups)
    return one.kind == "group" and one.is_division and SMALLEST <= largest <= LARGEST
