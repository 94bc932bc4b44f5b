"""Taking groups that the platform keeps as circles; for the pages of `groups.review`."""

from lti_tool.groups.actions import keep_draft, take_turn
from lti_tool.groups.forming.actions import drafted_here
from lti_tool.groups.models import Grouping
from lti_tool.groups.ready.queries import ready_set


def take_groups(context_id: int, key: str) -> Grouping:
    """Make a draft of one set of groups as they are now; it takes the place of an older draft.

    Later changes over there move nobody here. Raises ChangedMeanwhile.
    """
    take_turn(context_id)
    groups = ready_set(context_id, key).groups
    circles = [[str(member) for member in group.members] for group in groups]
    size, people = max(map(len, circles)), sum(map(len, circles))
    numbers = dict(enumerate(drafted_here(context_id, circles, people), 1))
    return keep_draft(context_id, numbers, size=size, seed=0, origin="platform")
