"""Requests in words: whom they go to, how they stand."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext, ngettext
from markupsafe import Markup

from lti_tool.courses.models import Membership
from lti_tool.forms.words import number_word
from lti_tool.journey.circle.pictures import full_names
from lti_tool.journey.help.models import FEEDBACK, GROUP, HELPER, Request, Rung, State
from lti_tool.web.days import weekday

MARKS: dict[State, str] = {
    "draft": "open",
    "sent": "waits",
    "seen": "underway",
    "answered": "done",
    "back": "look",
    "closed": "skip",
}
"""The sign of `parts/marks.html` for each state."""


def state_words(state: State) -> str:
    """How a request stands, in a word or two."""
    said = {
        "draft": gettext("Not sent"),
        "sent": gettext("Sent"),
        "seen": gettext("Seen"),
        "answered": gettext("Answered"),
        "back": gettext("Back with you"),
        "closed": gettext("Closed"),
    }
    return str(said[state])


def names_of(people: Iterable[Membership]) -> Markup:
    """People by their full names, joined."""
    return full_names(list(people))


def rung_label(rung: Rung) -> str:
    """A line of whom one may ask."""
    if rung.level == GROUP:
        return str(gettext("My circle"))
    name = rung.people[0].user.shown_name
    if rung.level == HELPER:
        return str(gettext("%(name)s, who offers help", name=name))
    return name if rung.level == FEEDBACK else str(gettext("%(name)s, teacher", name=name))


def rung_effect(rung: Rung, days: int) -> str:
    """What stands under it: the names or the offer, and how long it waits."""
    waits = ngettext("Waits %(num)d day for an answer.", "Waits %(num)d days for an answer.", days)
    if rung.level == GROUP:
        return f"{', '.join(one.user.shown_name for one in rung.people)}. {waits}"
    return f"{rung.offer}. {waits}" if rung.offer else waits


def goes_to(people: Sequence[Membership]) -> Markup:
    """Before it is sent: to how many people, and to whom."""
    words = ngettext(
        "This goes to <strong>one person: %(names)s</strong>, with your name on it.",
        "This goes to <strong>%(number)s people: %(names)s</strong>, with your name on it.",
        len(people),
        number=number_word(len(people)),
        names="{names}",
    )
    return Markup(words).format(names=names_of(people))


def comes_back(at: datetime) -> str:
    """What happens without an answer."""
    return str(
        gettext(
            "If there is no answer by %(day)s, it comes back to you and you choose again. "
            "Nothing goes on without you.",
            day=weekday(at.date()),
        )
    )


def why_back(asked: Request) -> str:
    """Why a request is with its author again; nobody is blamed."""
    if all(one.passed_at for one in asked.recipients):
        return str(gettext("They would rather let somebody else answer. You choose how to go on."))
    return str(
        gettext("No answer has come so far. They cannot read it any more. You choose how to go on.")
    )
