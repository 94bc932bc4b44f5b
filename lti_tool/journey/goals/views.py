"""The pages of goals: all of them, write one, look at it, tick its steps. For its author alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.definition import Audience
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.forms.words import line_for
from lti_tool.journey.goals.actions import (
    mark_stuck,
    save_goal,
    says_the_same,
    tick_step,
    untick_step,
)
from lti_tool.journey.goals.forms import (
    LATER,
    both_goals,
    company_of,
    empty_goal,
    goal_again,
    is_for_later,
    kept_goal,
    read_goal,
    shown_goal,
)
from lti_tool.journey.goals.models import Goal
from lti_tool.journey.goals.pictures import levelled, way_of
from lti_tool.journey.goals.queries import find_goal, goal_of, goals_of, outlook_of
from lti_tool.journey.goals.words import moment_words, offer_words, state_words
from lti_tool.launch.session import learners_only, visit
from lti_tool.web.days import today

pages = Blueprint("goals", __name__, url_prefix="/s/<sid>/goals")
pages.add_app_template_global(state_words, "goal_states")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def mine() -> Response | str:
    """One's goals; an empty one where there is none: where a link to the goal leads."""
    me = visit().membership
    goals = goals_of(me)
    if len(goals) > 1:
        return render_template("goals/all.html", goals=goals, outlook=outlook_of(me))
    page = url_for("goals.show", key=goals[0].key) if goals else url_for("goals.new")
    return redirect(page, 303)


@pages.get("/new")
@learners_only
def new() -> str:
    """An empty goal."""
    return _sheet(empty_goal(visit().membership), None)


@pages.get("/<key>")
@learners_only
def show(key: str) -> str:
    """One's own goal with its steps."""
    author = visit().membership
    goal, company = goal_of(author, key), company_of(author)
    return render_template(
        "goals/show.html",
        shown=shown_goal(goal, company),
        way=way_of(goal, today=today()),
        levels=levelled(goal.moments),
        moment_words=moment_words(),
        offer_words=offer_words(),
        only_me=line_for(Audience.ME, company),
        page_notices=_said(request.args.get("said", "")),
    )


@pages.get("/<key>/edit")
@learners_only
def edit(key: str) -> str:
    """The goal in its boxes again."""
    author = visit().membership
    goal = goal_of(author, key)
    return _sheet(kept_goal(author, goal), goal)


@pages.post("/<key>")
@learners_only
def save(key: str) -> Answer:
    """Keep a goal, new or changed; or keep it as a draft, to go on later."""
    author, sent = visit().membership, request.form.to_dict(flat=False)
    read = read_goal(author, key, sent)
    if read.errors:
        sheet = goal_again(author, key, read=read, sent=sent)
        return _sheet(sheet, find_goal(author, key)), 422
    try:
        is_draft = is_for_later(sent)
        save_goal(author, key, values=read.values, seen=seen_version(sent), is_draft=is_draft)
    except ChangedMeanwhile:
        return _both(key, read)
    return _kept(key, is_draft=is_draft)


@pages.post("/<key>/steps/<int:step_id>")
@learners_only
def tick(key: str, step_id: int) -> Response:
    """Mark a step as done, or take that back; from the page of a meeting one goes back there."""
    act = untick_step if request.form.get("done") == "no" else tick_step
    act(visit().membership, key, step_id=step_id)
    if meeting := request.form.get("meeting"):
        return redirect(url_for("meetings.show", key=meeting) + "#agenda", 303)
    return redirect(url_for("goals.show", key=key) + "#steps", 303)


@pages.post("/<key>/stuck/<int:step_id>")
@learners_only
def stuck(key: str, step_id: int) -> Response:
    """Say that one is stuck with a step, or with the whole (0), or no longer."""
    is_stuck = request.form.get("stuck") != "no"
    mark_stuck(visit().membership, key, step_id=step_id, is_stuck=is_stuck)
    return redirect(url_for("goals.show", key=key) + ("#stuck" if is_stuck else "#steps"), 303)


def _both(key: str, read: Submission) -> Answer:
    """Another window was faster: the same form sent twice is one answer, else show both."""
    author = visit().membership
    goal = goal_of(author, key)
    if says_the_same(goal, read.values):
        return _kept(key, is_draft=goal.state == "draft")
    return _sheet(both_goals(author, goal, read), goal), 409


def _kept(key: str, *, is_draft: bool) -> Response:
    page = (
        url_for("home.show", said="later")
        if is_draft
        else url_for("goals.show", key=key, said="saved")
    )
    return redirect(page, 303)


def _sheet(sheet: Sheet, goal: Goal | None) -> str:
    return render_template(
        "goals/edit.html",
        sheet=sheet,
        is_set=goal is not None and goal.state != "draft",
        later=LATER,
        outlook=outlook_of(visit().membership),
    )


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "saved": gettext("Your goal is saved."),
        "update": gettext("Saved. Nobody but you sees it."),
        "paused": gettext("The goal rests. Nothing of it is lost."),
        "taken": gettext("The goal is under way again."),
        "closed": gettext("Saved. You can take it up again at any time."),
    }
    return [("ok", words[what])] if what in words else []
