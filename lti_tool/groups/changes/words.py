"""Changes of seats in words: neutral, and never why."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from lti_tool.courses.models import Membership
from lti_tool.groups.models import ALONE, ANOTHER, PAUSE, STOP, Exit
from lti_tool.groups.words import isolated
from lti_tool.web.days import day


@dataclass(frozen=True)
class SeatNews:
    """Something that changed in a circle: `kind` is came, freed, paused, or yours."""

    kind: str
    at: datetime
    who: Membership | None = None


def seat_news_words(news: SeatNews) -> str:
    """What changed around a member's seat, to be read in the circle."""
    name = isolated(news.who.user.short_name) if news.who else ""
    return {
        "came": str(_("%(name)s joined your circle on %(day)s.", name=name, day=day(news.at))),
        "freed": str(_("A seat in your circle became free on %(day)s.", day=day(news.at))),
        "paused": str(_("%(name)s takes a pause. The seat is kept.", name=name)),
        "yours": str(_("Your seat has been in this circle since %(day)s.", day=day(news.at))),
    }[news.kind]


def exit_words(held: Exit) -> str:
    """What holds for a member now, to that member."""
    said = {
        ANOTHER: _("You asked for another circle on %(day)s. Nobody asks why."),
        PAUSE: _("Your pause began on %(day)s. Your seat is kept."),
        ALONE: _("You have gone on alone since %(day)s. Everything you do counts as before."),
        STOP: _("You stopped on %(day)s. What you have done keeps its credit."),
    }
    return str(said[held.kind]) % {"day": day(held.asked_at)}
