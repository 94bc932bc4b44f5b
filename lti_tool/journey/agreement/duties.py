"""What counts of the agreement: that it was signed once; for `journey.seated`."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from lti_tool.journey.circle.places import Place
from lti_tool.programme.scoring import Duty

TIME = timedelta(days=14)
"""From taking a seat until the agreement shall be signed."""


def duties(places: Iterable[Place]) -> Iterator[tuple[int, Duty]]:
    """Who sits with somebody is asked to sign."""
    for place in places:
        if place.holds_at(place.since + TIME):
            yield place.member_id, Duty("agreement", due_at=place.since + TIME)
