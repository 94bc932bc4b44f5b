"""What members are asked to do: each room tells it of its own, and `app` knows the rooms.

A room is a function `duties` that gives pairs of a membership's number and a `Duty`, for all of
the members that it is asked about at once. What it tells is what holds now: nothing is stored.
Whether it counts is for the rules of a course, which leave out what it does without.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import current_app

from lti_tool.courses.models import Membership
from lti_tool.programme.scoring import Duty

Room = Callable[[Sequence[Membership]], Iterable[tuple[int, Duty]]]


def duties_of(members: Sequence[Membership]) -> Mapping[int, list[Duty]]:
    """What each of these members is asked to do, by membership id; nothing for nobody."""
    found: defaultdict[int, list[Duty]] = defaultdict(list)
    rooms: Sequence[Room] = current_app.extensions["rooms"]
    for room in rooms if members else ():
        for member, duty in room(members):
            found[member].append(duty)
    return found
