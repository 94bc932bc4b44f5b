"""Forming in words: how it goes on, and how it ended; for the pages of staff."""

from flask_babel import format_percent, ngettext
from flask_babel import gettext as _

from lti_tool.groups.forming.models import (
    CANCELLED,
    FAILED,
    FORMED,
    IMPOSSIBLE,
    STOPPED,
    Forming,
)

SEATS = 12
"""Seats of the ring that fills while circles are formed."""


def seats_words(forming: Forming) -> list[str]:
    """The seats of the ring, filled by how far the search is."""
    done = min(SEATS * forming.done // forming.total, SEATS) if forming.total else 0
    return ["done"] * done + ["open"] * (SEATS - done)


def percent_words(forming: Forming) -> str:
    """How far it is; nothing before it has begun."""
    if not forming.total:
        return ""
    return str(format_percent(min(forming.done / forming.total, 1.0)))


def ended_words(forming: Forming) -> tuple[str, str] | None:
    """What to say after it has ended: a kind of notice and its words; None while it goes on."""
    said = {
        FORMED: ("ok", _("The circles are formed.")),
        STOPPED: ("ok", _("Stopped early: these are the best circles found by then.")),
        CANCELLED: ("plain", _("Forming was cancelled. Everything is as it was.")),
        IMPOSSIBLE: (
            "look",
            _("No circles are possible with this size. Change a size or a rule."),
        ),
        FAILED: ("fail", _("Circles could not be formed. Nothing was changed. Try again.")),
    }.get(forming.outcome)
    return (said[0], " ".join([str(said[1]), *_meanwhile(forming)])) if said else None


def _meanwhile(forming: Forming) -> list[str]:
    """Who came and went while the search ran."""
    words = []
    if forming.joined:
        words.append(
            ngettext(
                "%(num)d student joined meanwhile and sits in no circle yet.",
                "%(num)d students joined meanwhile and sit in no circle yet.",
                forming.joined,
            )
        )
    if forming.left:
        words.append(
            ngettext(
                "%(num)d student left meanwhile and was taken out.",
                "%(num)d students left meanwhile and were taken out.",
                forming.left,
            )
        )
    return words
