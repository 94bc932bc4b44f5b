"""A member in their circle: who sits around them now. Any activity may ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tool.courses.models import Membership
from lti_tool.errors import NotHere
from lti_tool.groups.models import PeerGroup
from lti_tool.groups.queries import circle_of, is_here


@dataclass(frozen=True)
class Seated:
    """A member in their circle, and the mates who take part now, in the order of seats."""

    me: Membership
    group: PeerGroup
    mates: Sequence[Membership]

    @property
    def people(self) -> list[Membership]:
        """Everybody who sits here now, in the order of seats."""
        seated = (seat.membership for seat in self.group.seats)
        return [one for one in seated if one.id == self.me.id or one in self.mates]


def find_seated(membership: Membership) -> Seated | None:
    """A member in their published circle; None for somebody who sits in none."""
    group = circle_of(membership)
    if group is None:
        return None
    seated = [seat.membership for seat in group.seats]
    mates = [one for one in seated if one.id != membership.id and is_here(one)]
    return Seated(membership, group, mates)


def seated(membership: Membership) -> Seated:
    """A member in their published circle; raises NotHere."""
    found = find_seated(membership)
    if found is None:
        raise NotHere("this member sits in no circle")
    return found
