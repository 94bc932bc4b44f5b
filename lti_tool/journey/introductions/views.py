"""The page on which a circle gets to know itself: what is shared, common hours, each in turn."""

from flask import Blueprint, render_template

from lti_tool.journey.circle.queries import seated
from lti_tool.journey.introductions.queries import introductions_of
from lti_tool.journey.introductions.words import hours_words, told_by, told_by_all
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("introductions", __name__, url_prefix="/s/<sid>/introductions")


@pages.get("")
@learners_only
def show() -> str:
    """What the circle may know of itself; raises NotHere for somebody without one."""
    at = seated(visit().membership)
    found = introductions_of(at)
    return render_template(
        "introductions/show.html",
        at=at,
        common=told_by_all(found.common),
        hours=hours_words(found.slots),
        mates=[(one.author, told_by(one.answers)) for one in found.mates],
    )
