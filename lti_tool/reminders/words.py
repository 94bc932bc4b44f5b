"""A reminder in words: what waits and when, and nothing that anybody wrote."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext

from lti_tool.journey.help.models import FEEDBACK
from lti_tool.web.days import full_day, local, weekday


@dataclass(frozen=True)
class Reminder:
    """An e-mail, ready to be sent. `name` stays the same when it is sent again."""

    to: str
    name: str
    language: str
    subject: str
    text: str
    off: str
    """The address at which one tap ends all reminders."""


def reason_words(kind: str, facts: Mapping[str, Any]) -> str:
    """One thing that waits, as a sentence."""
    return _SENTENCES[kind](facts)


def subject_words(count: int) -> str:
    """What an inbox shows: no course and no name."""
    return str(
        ngettext("Peer Circles: one thing waits", "Peer Circles: %(num)d things wait", count)
    )


def reminder_text(courses: Mapping[str, Iterable[str]], *, off: str) -> str:
    """The sentences by course, where to go, and how to have no more of them."""
    parts = [
        "\n".join([course, *(f"– {one}" for one in sentences)])
        for course, sentences in courses.items()
    ]
    return "\n\n".join(
        [
            *parts,
            gettext("Open Peer Circles from your course. You need no password."),
            gettext("Nothing that anybody wrote is ever in these e-mails."),
            gettext("No more of them, in one tap: %(address)s", address=off),
        ]
    )


def _at(facts: Mapping[str, Any]) -> str:
    at = local(datetime.fromisoformat(facts["at"]), facts["zone"])
    return f"{weekday(at)}, {at:%H:%M} ({facts['zone']})"


def _meeting_soon(facts: Mapping[str, Any]) -> str:
    return str(gettext("Your circle meets: %(when)s.", when=_at(facts)))


def _meeting_moved(facts: Mapping[str, Any]) -> str:
    number = facts["number"]
    return str(
        gettext("Meeting %(number)s has a new time: %(when)s.", number=number, when=_at(facts))
    )


def _signature(facts: Mapping[str, Any]) -> str:
    return str(gettext("The agreement of your circle waits for your signature."))


def _survey_closes(facts: Mapping[str, Any]) -> str:
    day = full_day(facts["day"])
    return str(gettext("Your say before the circles are made: until %(day)s.", day=day))


def _asked(facts: Mapping[str, Any]) -> str:
    if facts["asked"] == FEEDBACK:
        return str(gettext("Somebody asks you for feedback."))
    return str(gettext("Somebody asks you for help."))


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "asked": _asked,
    "meeting-soon": _meeting_soon,
    "meeting-moved": _meeting_moved,
    "signature": _signature,
    "survey-closes": _survey_closes,
}
