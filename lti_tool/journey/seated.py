"""What sitting in a circle brings with it, where everybody sits being asked once; for `app`."""

from collections.abc import Iterator, Sequence

from lti_tool.courses.models import Membership
from lti_tool.journey.agreement import duties as agreement
from lti_tool.journey.circle.places import places_of
from lti_tool.journey.meetings import duties as meetings
from lti_tool.programme.scoring import Duty


def duties(members: Sequence[Membership]) -> Iterator[tuple[int, Duty]]:
    """What their circles ask of these members: to sign, to meet, to file a note."""
    places = places_of(members)
    yield from agreement.duties(places)
    yield from meetings.duties(places)
