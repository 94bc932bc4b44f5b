"""The lines of a circle's feed, as sentences."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext

from lti_tool.forms.shelf import form
from lti_tool.journey.feed.models import FeedLine
from lti_tool.journey.feed.prompts import load_prompts
from lti_tool.web.config import config_dirs
from lti_tool.web.days import local, weekday
from lti_tool.web.languages import chosen_language


def line_words(line: FeedLine) -> str:
    """A line as a sentence; who and when stand beside it."""
    return _SENTENCES[line.kind](line.facts)


def _agreement_written(facts: dict[str, Any]) -> str:
    if facts["version"] == 1:
        return str(gettext("The agreement has its first text."))
    return str(gettext("The agreement has a new text. Everybody signs again."))


def _agreement_signed(facts: dict[str, Any]) -> str:
    return str(gettext("One more signature stands under the agreement."))


def _topic_added(facts: dict[str, Any]) -> str:
    return str(gettext("A topic was added to what we do not talk about."))


def _meetings_planned(facts: dict[str, Any]) -> str:
    return str(gettext("The meetings are planned anew."))


def _meeting_moved(facts: dict[str, Any]) -> str:
    at = local(datetime.fromisoformat(facts["at"]), facts["zone"])
    return str(
        gettext(
            "Meeting %(number)s is moved to %(day)s, %(time)s.",
            number=facts["number"],
            day=weekday(at),
            time=f"{at:%H:%M}",
        )
    )


def _agenda_chosen(facts: dict[str, Any]) -> str:
    return str(gettext("Meeting %(number)s has another agenda.", number=facts["number"]))


def _roles_swapped(facts: dict[str, Any]) -> str:
    return str(gettext("Roles were swapped for meeting %(number)s.", number=facts["number"]))


def _note_filed(facts: dict[str, Any]) -> str:
    return str(gettext("The note of meeting %(number)s is filed.", number=facts["number"]))


def _decided(facts: dict[str, Any]) -> str:
    return str(gettext("Decided: %(what)s", what=facts["what"]))


def _promised(facts: dict[str, Any]) -> str:
    return str(gettext("Promised: %(what)s", what=facts["what"]))


def _promise_kept(facts: dict[str, Any]) -> str:
    return str(gettext("Kept: %(what)s", what=facts["what"]))


def _resource_shared(facts: dict[str, Any]) -> str:
    return str(gettext("New on the shelf: %(what)s", what=facts["title"]))


def _farewell(facts: dict[str, Any]) -> str:
    """The line that a leaver chose, from the form; nothing else of why or where to."""
    field = form("leaving").field("words")
    options = field.options if field else ()
    said = (one.label.speak(chosen_language()) for one in options if one.value == facts["words"])
    return next(said, str(gettext("has left the circle.")))


def _prompted(facts: dict[str, Any]) -> str:
    prompt = load_prompts(config_dirs()).get(facts["about"])
    return prompt.text.speak(chosen_language()) if prompt else ""


def _health_begun(facts: dict[str, Any]) -> str:
    return str(gettext("A check of how we work together has begun."))


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "agreement-written": _agreement_written,
    "agreement-signed": _agreement_signed,
    "topic-added": _topic_added,
    "meetings-planned": _meetings_planned,
    "meeting-moved": _meeting_moved,
    "agenda-chosen": _agenda_chosen,
    "roles-swapped": _roles_swapped,
    "note-filed": _note_filed,
    "decided": _decided,
    "promised": _promised,
    "promise-kept": _promise_kept,
    "resource-shared": _resource_shared,
    "farewell": _farewell,
    "prompted": _prompted,
    "health-begun": _health_begun,
}
