"""The pages of the course list, for staff: what was read last, reading it again, who is in it."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.courses.queries import learners_of, platform_groups
from lti_tool.courses.words import group_words, set_words
from lti_tool.launch.session import instructors_only, visit
from lti_tool.roster.actions import confirm_shrinking, want
from lti_tool.roster.queries import people_of, status
from lti_tool.roster.words import ago_words, part_of
from lti_tool.web.days import day

pages = Blueprint("roster", __name__, url_prefix="/s/<sid>/roster")


@pages.get("/")
@instructors_only
def show() -> str:
    """How the course list stands, who came and went, and what failed."""
    context_id = visit().membership.context_id
    return render_template(
        "roster/show.html",
        status=status(context_id),
        sets=platform_groups(context_id),
        learners=len(learners_of(context_id)),
        words={"ago": ago_words, "set": set_words, "group": group_words},
    )


@pages.get("/people")
@instructors_only
def people() -> str:
    """Everybody, who came or went last first; fifty on a page."""
    found = people_of(visit().membership.context_id, page=request.args.get("page", 1, type=int))
    return render_template("roster/people.html", people=found, part_of=part_of, day=day)


@pages.post("/refresh")
@instructors_only
def refresh() -> Response:
    """Have the list read again soon; `really_left` says that a large vanishing is true."""
    ask = confirm_shrinking if request.form.get("really_left") else want
    ask(visit().membership.context_id)
    return redirect(url_for("roster.show"), 303)
