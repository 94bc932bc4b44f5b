"""What counts of goals: one that is set, and one step that is done; for `app`."""

from collections.abc import Iterator, Sequence

from lti_tool.courses.models import Membership
from lti_tool.programme.scoring import Duty


def duties(members: Sequence[Membership]) -> Iterator[tuple[int, Duty]]:
    """Everybody is asked for a goal and a step, from the start."""
    for one in members:
        yield one.id, Duty("goal")
        yield one.id, Duty("step")
