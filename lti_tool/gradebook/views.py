"""The page of staff about scores: what is in, what waits, and what needs somebody."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.gradebook import actions, words
from lti_tool.gradebook.queries import backlog, column_name, overview
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.words import rule_sentence, standing_counts
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
    "left": words.left_alone,
    "theirs": words.theirs_in_points,
}


@pages.get("/")
@instructors_only
def show() -> str:
    """Every student with score, reason and state; trouble first, with its cure."""
    page = request.args.get("page", 1, type=int)
    found = overview(visit().membership.context, page=page)
    return render_template(
        "gradebook/show.html",
        scores=found,
        title=words.summary(found.counts, has_service=found.has_service, is_dry=found.is_dry),
        rule=rule_sentence(found.rules),
        column=column_name(visit().membership.context_id),
        words=WORDS,
    )


@pages.post("/again")
@instructors_only
def send_again() -> Response:
    """What was refused is sent once more."""
    actions.send_again(visit().membership.context_id)
    return redirect(url_for("gradebook.show"), 303)


@pages.post("/hand-back")
@instructors_only
def hand_back() -> Response:
    """A mark that somebody changed by hand is ours again."""
    member = request.form.get("member", 0, type=int)
    item = request.form.get("item", "")
    actions.hand_back(visit().membership.context_id, member, item=item)
    where = url_for("credit.of", member=member) if item else url_for("gradebook.show")
    return redirect(where, 303)


@operators.get("/metrics")
@open_to_all
def metrics() -> Response:
    """Numbers for Prometheus, of all processes: what waits, what was sent. They name nobody."""
    return Response(words.measured(backlog(), tallies()), content_type=words.MEASURED_TYPE)
