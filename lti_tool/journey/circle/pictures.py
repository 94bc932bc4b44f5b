"""The ring of a member's circle, and the sentences that say the same; for the views of journey."""

from collections.abc import Collection, Sequence

from babel.lists import format_list
from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from lti_tool.courses.models import Membership, User
from lti_tool.forms.words import number_word
from lti_tool.groups.models import PeerGroup
from lti_tool.groups.queries import is_here
from lti_tool.journey.circle.queries import Seated
from lti_tool.web.circle import Middle, Ring, Seat, State, free_seat, ring, seat
from lti_tool.web.initials import readable

FEWEST, MOST = 2, 8
"""Seats that a ring can hold; a circle of another size is told in words only."""
SEATS_KEPT = 3
"""Free seats in the ring of somebody who has no circle yet."""


def ring_of(
    at: Seated, middle: Middle | None = None, *, ticked: Collection[int] = ()
) -> Ring | None:
    """The circle as its member sees it: their own seat nearest, free seats where somebody left.

    `ticked` are the memberships whose seats bear a tick.
    """
    seats = [_seat(one.membership, at.me, ticked=ticked) for one in at.group.seats]
    if not FEWEST <= len(seats) <= MOST:
        return None
    return ring(seats, middle or _how_many(len(at.people)))


def kept_seat(me: Membership) -> Ring:
    """A ring that waits for the others: one's own seat is kept."""
    seats = [_you(me.user), *(free_seat() for _ in range(SEATS_KEPT))]
    return ring(seats, Middle(fact=gettext("Your seat"), detail=gettext("is kept")))


def said_of(circle: PeerGroup, mates: Sequence[Membership]) -> str:
    """The ring as one sentence, for those who do not see it."""
    names = [gettext("you"), *(called(one.user) for one in mates)]
    people = format_list(names, locale=get_locale())
    words = gettext("Circle %(number)s: %(people)s.", number=circle.number, people=people)
    return str(words)


def full_names(mates: Sequence[Membership]) -> Markup:
    """The group mates by their full names, each kept in its own direction of writing."""
    names = [f"<bdi>{escape(one.user.shown_name)}</bdi>" for one in mates]
    return Markup(format_list(names, locale=get_locale()))


def called(user: User) -> str:
    """What group mates call somebody."""
    return readable(user.short_name)


def _how_many(here: int) -> Middle | None:
    if here < FEWEST:
        return None
    return Middle(fact=gettext("You are %(number)s", number=number_word(here)))


def _seat(one: Membership, me: Membership, *, ticked: Collection[int]) -> Seat:
    if one.id == me.id:
        return _you(one.user, has_ticked=one.id in ticked)
    if not is_here(one):
        return free_seat()
    state: State = "signed" if one.id in ticked else "mate"
    return Seat(seat(one.user.shown_name).initials, called(one.user), state)


def _you(user: User, *, has_ticked: bool = False) -> Seat:
    return Seat(seat(user.shown_name).initials, gettext("You"), "you", has_ticked)
