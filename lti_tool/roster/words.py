"""The sentences about reads of a course list that staff see: what happened, and the cure."""

from datetime import datetime

from flask_babel import format_timedelta, gettext

from lti_tool.courses.models import Membership
from lti_tool.db import utcnow
from lti_tool.errors import PlatformBusy, PlatformSaysNo, PlatformTrouble


def _(words: str) -> str:
    """Mark words for the catalogues; they are translated when a page is drawn."""
    return words


REASONS = {
    "busy": _(
        "The learning platform did not answer in time, or was too busy. "
        "We try again by ourselves; nothing was changed."
    ),
    "refused": _(
        "The learning platform does not let us read the course list. Ask whoever looks after it "
        "to allow Peer Circles “Names and Roles”; until then, people are added when they open it."
    ),
    "unclear": _(
        "The learning platform sent something that is no course list. Nothing was changed. "
        "If this stays so, show this page to whoever looks after it."
    ),
    "partial": _(
        "Some entries of the course list could not be read, so nothing was changed. "
        "People are still added when they open Peer Circles."
    ),
    "empty": _(
        "The course list came back empty, so nothing was changed. "
        "Look whether anybody is enrolled, then read it again."
    ),
    "shrunken": _(
        "More than a third of the course is missing from the new list, so nothing was changed. "
        "If they really left, say so below; otherwise read the list again later."
    ),
    "many": _(
        "Several people are missing from the new list at once. We read it once more in a few "
        "minutes before we believe it; until then nothing is changed."
    ),
    "absent": _(
        "The learning platform gives us no course list. People are added when they open "
        "Peer Circles from the course."
    ),
}
"""What to tell staff, by the reason of a read."""


def reason_of(trouble: PlatformTrouble) -> str:
    """The key of the sentence for a platform that failed us."""
    if isinstance(trouble, PlatformBusy):
        return "busy"
    return "refused" if isinstance(trouble, PlatformSaysNo) else "unclear"


def part_of(one: Membership) -> str:
    """What somebody is in a course, or that they are no more."""
    if one.left_at:
        return str(gettext("Left"))
    if one.is_staff:
        return str(gettext("Teaches"))
    if one.user.subject is None:
        return str(gettext("From your list, not here yet"))
    return str(gettext("Takes part") if one.is_learner else gettext("Looks on"))


def ago_words(moment: datetime) -> str:
    """How long ago, in the reader's language: "3 minutes ago"."""
    return str(format_timedelta(moment - utcnow(), granularity="minute", add_direction=True))
