"""The lines of a circle's feed, as sentences."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext

from lti_tool.journey.feed.models import FeedLine


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


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "agreement-written": _agreement_written,
    "agreement-signed": _agreement_signed,
    "topic-added": _topic_added,
}
