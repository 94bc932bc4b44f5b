"""The pages on which a goal takes a turn: where it stands, how it ends, until when it rests."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import NotHere
from lti_tool.forms.reading import Submission, read
from lti_tool.forms.sheet import Sheet
from lti_tool.journey.goals.forms import turn_again, turn_form, turn_sheet
from lti_tool.journey.goals.models import Goal
from lti_tool.journey.goals.queries import goal_of
from lti_tool.journey.goals.turns import (
    close_goal,
    comes_back,
    let_go,
    pause_goal,
    take_up,
    update_goal,
)
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("goal_turns", __name__, url_prefix="/s/<sid>/goals/<key>")
Answer = Response | tuple[str, int]
FORMS = {"today": "goal_update", "end": "goal_close", "rest": "goal_pause"}
"""The form behind each of these pages, by the last word of its address."""


@pages.get("/<turn>")
@learners_only
def show(key: str, turn: str) -> str:
    """The form of a turn, in its boxes."""
    author = visit().membership
    goal = goal_of(author, key)
    sheet = turn_sheet(author, goal, _form_of(turn), _begins_with(goal, turn))
    return _page(sheet, goal, turn)


@pages.post("/<turn>")
@learners_only
def save(key: str, turn: str) -> Answer:
    """Keep what was said, and let the goal take its turn."""
    author, sent = visit().membership, request.form.to_dict(flat=False)
    goal = goal_of(author, key)
    said = read(turn_form(_form_of(turn), goal), sent)
    if said.errors:
        return _page(turn_again(author, goal, FORMS[turn], said), goal, turn), 422
    return redirect(_take(turn, key, said), 303)


@pages.post("/again")
@learners_only
def again(key: str) -> Response:
    """Go on with a goal that rested or had ended."""
    goal = take_up(visit().membership, key)
    if goal.state == "draft":
        return redirect(url_for("goals.edit", key=key), 303)
    return redirect(url_for("goals.show", key=key, said="taken"), 303)


@pages.post("/idea")
@learners_only
def settle_idea(key: str) -> Response:
    """What was only an idea yet waits for later, or is let go."""
    me, what = visit().membership, request.form.get("what", "")
    if what == "later":
        pause_goal(me, key, back_on=comes_back(me, goal_of(me, key)))
    elif what == "never":
        let_go(me, key)
    else:
        raise NotHere("no such turn of an idea")
    return redirect(url_for("ahead.show") + "#gaps", 303)


def _form_of(turn: str) -> str:
    if turn not in FORMS:
        raise NotHere("no such turn of a goal")
    return FORMS[turn]


def _take(turn: str, key: str, said: Submission) -> str:
    """Do what was chosen; gives the page that comes next."""
    me = visit().membership
    if turn == "today":
        update_goal(me, key, values=said.values)
        return url_for("goals.show", key=key, said="update") + "#today"
    if turn == "rest":
        pause_goal(me, key, back_on=date.fromisoformat(said.values["back_on"]))
        return url_for("goals.show", key=key, said="paused")
    if close_goal(me, key, values=said.values).state == "changed":
        return url_for("goals.new")
    return url_for("goals.show", key=key, said="closed")


def _begins_with(goal: Goal, turn: str) -> dict[str, Any]:
    if turn != "rest":
        return {}
    return {"back_on": comes_back(visit().membership, goal).isoformat()}


def _page(sheet: Sheet, goal: Goal, turn: str) -> str:
    sends = {"today": gettext("Save where I am"), "end": gettext("Save how it ended"),
             "rest": gettext("Let it rest until then")}  # fmt: skip
    return render_template("goals/turn.html", sheet=sheet, goal=goal, turn=turn, send=sends[turn])
