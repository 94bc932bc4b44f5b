"""Asking for the circles that students may choose from, as one of them sees them."""

from dataclasses import dataclass

from lti_tool.courses.models import Membership
from lti_tool.groups.actions import seat_in
from lti_tool.groups.brief.queries import brief_of
from lti_tool.groups.models import Grouping
from lti_tool.groups.queries import Circle, circles_of, current, grouping_in
from lti_tool.groups.survey.models import CIRCLES
from lti_tool.groups.survey.queries import window_of

SIGN_UP = "sign_up"
"""The origin of a draft whose seats students take themselves."""


@dataclass(frozen=True)
class OpenCircle:
    """One circle: who sits there, how many seats are free, and whether the reader sits there."""

    number: int
    people: tuple[Membership, ...]
    free: int
    is_mine: bool


@dataclass(frozen=True)
class OpenSeats:
    """All circles of a course that students may choose from now."""

    grouping: Grouping
    circles: tuple[OpenCircle, ...]

    @property
    def mine(self) -> OpenCircle | None:
        """Where the reader sits, if anywhere."""
        return next((one for one in self.circles if one.is_mine), None)


def chosen_draft(context_id: int) -> Grouping | None:
    """The draft whose seats students take, without its circles."""
    draft = current(context_id, "draft")
    return draft if draft and draft.origin == SIGN_UP else None


def seats_of(membership: Membership) -> OpenSeats | None:
    """The circles that a member may choose from; None while nobody may choose."""
    context_id = membership.context_id
    window = window_of(context_id, asks=CIRCLES)
    if window is None or not window.is_open or chosen_draft(context_id) is None:
        return None
    draft, most = grouping_in(context_id, "draft"), brief_of(context_id).rules.maximum
    if draft is None:
        return None
    circles = tuple(_seen_by(membership, one, most) for one in circles_of(draft))
    return OpenSeats(draft, circles)


def sits_nowhere(membership: Membership) -> bool:
    """Whether there are circles to choose from and a member sits in none of them."""
    draft = chosen_draft(membership.context_id)
    return draft is not None and seat_in(draft, membership) is None


def _seen_by(membership: Membership, one: Circle, most: int) -> OpenCircle:
    is_mine = any(person.id == membership.id for person in one.people)
    free = max(most - len(one.people), 0)
    return OpenCircle(one.number, tuple(one.people), free, is_mine)
