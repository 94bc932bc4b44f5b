"""A mate's goal as far as it is open, and what one can give to it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.forms.fields import DrawnOption
from lti_tool.forms.sheet import told
from lti_tool.forms.shelf import form
from lti_tool.journey.circle.queries import seated
from lti_tool.journey.goals.queries import SharedGoal, find_offer, shared_with
from lti_tool.journey.goals.turns import offer_help
from lti_tool.journey.goals.words import offer_words
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("goal_offers", __name__, url_prefix="/s/<sid>/circle/goals/<int:goal_id>")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def show(goal_id: int) -> str:
    """A mate's goal as they opened it, and whether one can help."""
    goal = shared_with(seated(visit().membership), goal_id)
    return _page(goal, "offered" if "offered" in request.args else "")


@pages.post("")
@learners_only
def offer(goal_id: int) -> Answer:
    """Say what one can give, or say it anew."""
    at, how = seated(visit().membership), request.form.get("how", "")
    goal = shared_with(at, goal_id)
    if how not in offer_words():
        return _page(goal, "choose"), 422
    offer_help(at, goal, how)
    return redirect(url_for("goal_offers.show", goal_id=goal_id, offered=1), 303)


def _page(goal: SharedGoal, said: str) -> str:
    notices = {
        "offered": ("ok", gettext("Saved. You can change it at any time.")),
        "choose": ("look", gettext("Choose one of the lines.")),
    }
    mine = find_offer(goal.id, visit().membership)
    return render_template(
        "goals/shared.html",
        goal=goal,
        rest=told(form("goal"), goal.answers, without=("title", "steps")),
        mine=mine.how if mine else "",
        options=[DrawnOption(how, words, "") for how, (words, _) in offer_words().items()],
        page_notices=[notices[said]] if said in notices else [],
    )
