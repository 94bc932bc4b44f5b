"""The pages of goals: write one, look at it, tick its steps. For its author alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.journey.goals.actions import save_goal, says_the_same, tick_step, untick_step
from lti_tool.journey.goals.forms import (
    both_goals,
    empty_goal,
    goal_again,
    kept_goal,
    read_goal,
    shown_goal,
)
from lti_tool.journey.goals.queries import goal_of, goals_of
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("goals", __name__, url_prefix="/s/<sid>/goals")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def mine() -> Response:
    """One's newest goal, or an empty one: where a link to the goal leads."""
    goals = goals_of(visit().membership)
    page = url_for("goals.show", key=goals[0].key) if goals else url_for("goals.new")
    return redirect(page, 303)


@pages.get("/new")
@learners_only
def new() -> str:
    """An empty goal."""
    return render_template("goals/edit.html", sheet=empty_goal(visit().membership))


@pages.get("/<key>")
@learners_only
def show(key: str) -> str:
    """One's own goal with its steps."""
    author = visit().membership
    return render_template(
        "goals/show.html",
        shown=shown_goal(author, goal_of(author, key)),
        page_notices=[("ok", gettext("Your goal is saved."))] if "saved" in request.args else [],
    )


@pages.get("/<key>/edit")
@learners_only
def edit(key: str) -> str:
    """The goal in its boxes again."""
    author = visit().membership
    return render_template("goals/edit.html", sheet=kept_goal(author, goal_of(author, key)))


@pages.post("/<key>")
@learners_only
def save(key: str) -> Answer:
    """Keep a goal, new or changed."""
    author, sent = visit().membership, request.form.to_dict(flat=False)
    read = read_goal(author, key, sent)
    if read.errors:
        sheet = goal_again(author, key, read=read, sent=sent)
        return render_template("goals/edit.html", sheet=sheet), 422
    try:
        save_goal(author, key, values=read.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both(key, read)
    return redirect(url_for("goals.show", key=key, saved=1), 303)


@pages.post("/<key>/steps/<int:step_id>")
@learners_only
def tick(key: str, step_id: int) -> Response:
    """Mark a step as done, or take that back."""
    act = untick_step if request.form.get("done") == "no" else tick_step
    act(visit().membership, key, step_id=step_id)
    return redirect(url_for("goals.show", key=key) + "#steps", 303)


def _both(key: str, read: Submission) -> Answer:
    """Another window was faster: the same form sent twice is one answer, else show both."""
    author = visit().membership
    goal = goal_of(author, key)
    if says_the_same(goal, read.values):
        return redirect(url_for("goals.show", key=key, saved=1), 303)
    return render_template("goals/edit.html", sheet=both_goals(author, goal, read)), 409
