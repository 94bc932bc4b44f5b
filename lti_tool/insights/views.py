"""The page of staff that shows how the circles are doing: status only."""

from flask import Blueprint, render_template

from lti_tool.insights.queries import board_of
from lti_tool.insights.words import state_words, summary, when_words
from lti_tool.launch.session import instructors_only, visit

pages = Blueprint("insights", __name__, url_prefix="/s/<sid>")


@pages.get("/board")
@instructors_only
def board() -> str:
    """Who has taken part, by circle and by student."""
    found = board_of(visit().membership.context_id)
    words = {"state": state_words, "when": when_words}
    return render_template(
        "insights/board.html", board=found, title=summary(found.begun, found.people), words=words
    )
