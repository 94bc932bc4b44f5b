"""What counts of the short questions: that a round of them was opened; for `app`."""

from collections.abc import Iterator, Sequence

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import context_of
from lti_tool.db import utcnow
from lti_tool.journey.rounds.plan import PULSE
from lti_tool.journey.rounds.queries import rounds_of
from lti_tool.programme.scoring import Duty


def duties(members: Sequence[Membership]) -> Iterator[tuple[int, Duty]]:
    """Each pulse that has opened since one joined, due when it closes."""
    now = utcnow()
    courses = {one.context_id for one in members}
    pulses = {
        one: [asked for asked in rounds_of(context_of(one)) if asked.form == PULSE]
        for one in courses
    }
    for member in members:
        for asked in pulses[member.context_id]:
            if asked.opens <= now and member.joined_at < asked.closes:
                yield member.id, Duty(PULSE, asked.key, due_at=asked.closes)
