"""The ring of a student's home, and the sentences that say the same; for the views of home."""

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from lti_tool.courses.models import Membership, User
from lti_tool.forms.words import number_word
from lti_tool.groups.models import PeerGroup
from lti_tool.groups.queries import is_here
from lti_tool.web.circle import Middle, Ring, Seat, free_seat, ring
from lti_tool.web.initials import initials, readable

FEWEST, MOST = 2, 8
"""Seats that a ring can hold; a circle of another size is told in words only."""
SEATS_KEPT = 3
"""Free seats in the ring of somebody who has no circle yet."""


def ring_of(circle: PeerGroup, me: Membership) -> Ring | None:
    """The circle as its member sees it: their own seat nearest, free seats where somebody left."""
    seats = [_seat(seat.membership, me) for seat in circle.seats]
    if not FEWEST <= len(seats) <= MOST:
        return None
    here = sum(1 for seat in circle.seats if is_here(seat.membership))
    return ring(seats, _how_many(here))


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


def _seat(one: Membership, me: Membership) -> Seat:
    if one.id == me.id:
        return _you(one.user)
    if not is_here(one):
        return free_seat()
    return Seat(initials(one.user.shown_name), called(one.user))


def _you(user: User) -> Seat:
    return Seat(initials(user.shown_name), gettext("You"), "you")
