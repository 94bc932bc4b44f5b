"""The page of staff about scores: what is in, what waits, and what needs somebody."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lti_tool.gradebook import actions, words
from lti_tool.gradebook.queries import backlog, overview
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.queries import participation_rules
from lti_tool.programme.words import standing_counts
from lti_tool.web.security import open_to_all
from lti_tool.web.tallies import tallies

operators = Blueprint("metrics", __name__)
pages = Blueprint("gradebook", __name__, url_prefix="/s/<sid>/gradebook")

WORDS = {
    "ago": words.ago,
    "counts": standing_counts,
    "mark": words.state_mark,
    "points": words.points,
    "reason": words.reason,
}


@pages.get("/")
@instructors_only
def show() -> str:
    """Every student with score, reason and state; trouble first, with its cure."""
    found = overview(visit().membership.context)
    return render_template(
        "gradebook/show.html",
        scores=found,
        title=words.summary(found.counts, has_service=found.has_service),
        column=participation_rules().column,
        words=WORDS,
    )


@pages.post("/again")
@instructors_only
def send_again() -> Response:
    """What was refused is sent once more."""
    actions.send_again(visit().membership.context_id)
    return redirect(url_for("gradebook.show"), 303)


@operators.get("/metrics")
@open_to_all
def metrics() -> Response:
    """Numbers for Prometheus, of all processes: what waits, what was sent. They name nobody."""
    return Response(words.measured(backlog(), tallies()), content_type=words.MEASURED_TYPE)
