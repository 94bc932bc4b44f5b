"""The page of circles for staff: one address for every state, from an empty course to published."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.groups.forming.actions import draw, form_or_draw
from lti_tool.groups.opening import words as told
from lti_tool.groups.opening.queries import not_open_yet
from lti_tool.groups.queries import current
from lti_tool.groups.ready.actions import take_groups
from lti_tool.groups.review import actions
from lti_tool.groups.review.desk import desk_of
from lti_tool.groups.review.effects import Known
from lti_tool.groups.review.forms import (
    OUT,
    SizeForm,
    offered,
    read_grouping,
    read_look,
    read_number,
    read_place,
    read_size,
    read_to,
)
from lti_tool.groups.review.queries import learner_in, learners_in, review_of
from lti_tool.groups.review.words import change_words
from lti_tool.groups.survey.queries import asked_now
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.actions import programme_of
from lti_tool.web.days import today
from lti_tool.web.ways import staff_ways

pages = Blueprint("groups", __name__, url_prefix="/s/<sid>/groups")
pages.add_app_template_global(staff_ways)
Answer = Response | tuple[str, int]


@pages.get("/")
@instructors_only
def review() -> str:
    """The circles as they are, and the next thing to do with them."""
    wished = programme_of(_context_id()).group_size
    return _page(offered(learners_in(_context_id()), wished))


@pages.get("/effect")
@instructors_only
def effect() -> dict[str, list[str]]:
    """What a move would change, in words, for the page's script; nothing is changed."""
    grouping = current(_context_id(), "draft") or current(_context_id(), "published")
    member = learner_in(_context_id(), request.args.get("person"))
    known = Known.of(_context_id(), grouping) if member else None
    effects = known.moved(str(member.id), read_to(request.args)) if known and member else []
    return {"words": [change_words(one.number, one.before, one.after) for one in effects]}


@pages.post("/propose")
@instructors_only
def propose() -> Answer:
    """Have a new draft formed by what was asked for, or drawn from the hat at once."""
    form = read_size(request.form, learners_in(_context_id()))
    if form.error:
        return _page(form), 422
    deed = draw if request.form.get("how") == "hat" else form_or_draw
    deed(_context_id(), size=int(form.value))
    return _back()


@pages.post("/take")
@instructors_only
def take() -> Response:
    """Make a draft of groups that the platform keeps."""
    take_groups(_context_id(), request.form.get("set", ""))
    return _back()


@pages.post("/move")
@instructors_only
def move() -> Response:
    """Give one person another seat, a first one, or none."""
    place = read_place(request.form)
    actions.move(_context_id(), place.membership_id, grouping_id=place.grouping_id, to=place.to)
    return _back(moved=place.membership_id, _anchor=f"person-{place.membership_id}")


@pages.post("/foresee")
@instructors_only
def foresee() -> Response:
    """Without script: show what a move would change before it is made; changes nothing."""
    place = read_place(request.form)
    where = {"move": place.membership_id, "to": place.to or OUT}
    return _back(**where, _anchor=f"person-{place.membership_id}")


@pages.post("/undo")
@instructors_only
def undo() -> Response:
    """Take the last move back."""
    form = request.form
    actions.take_back(_context_id(), read_number(form, "move"), grouping_id=read_grouping(form))
    return _back(_anchor="moves")


@pages.post("/lock")
@instructors_only
def lock() -> Response:
    """Let a circle stay as it is, or open it again."""
    number = read_number(request.form, "number")
    actions.lock(_context_id(), number, grouping_id=read_grouping(request.form))
    return _back(_anchor=f"circle-{number}")


@pages.post("/publish")
@instructors_only
def publish() -> Response:
    """Show the draft to the students."""
    actions.publish(_context_id(), read_grouping(request.form))
    return _back()


@pages.post("/late")
@instructors_only
def late() -> Response:
    """Whether who joins later is seated at once, or waits for staff."""
    actions.seat_late_joiners(_context_id(), at_once="at_once" in request.form)
    return _back(_anchor="late")


@pages.post("/discard")
@instructors_only
def discard() -> Response:
    """Put the draft away."""
    actions.discard_draft(_context_id(), read_grouping(request.form))
    return _back()


@pages.post("/keep")
@instructors_only
def keep() -> Response:
    """Take up an earlier proposal instead of the present one."""
    now = current(_context_id(), "draft")
    actions.keep_instead(_context_id(), read_grouping(request.form))
    return _back(**({"beside": now.id} if now else {}))


def _context_id() -> int:
    return visit().membership.context_id


def _back(**where: Any) -> Response:
    return redirect(url_for("groups.review", **where), 303)


def _page(form: SizeForm) -> str:
    found = review_of(_context_id(), read_look(request.args))
    begin = None if found.grouping else not_open_yet(visit().membership.context, today=today())
    asked = None if found.grouping else asked_now(_context_id())
    shown = {"form": form, "setting": begin, "asked": asked, "told": told}
    return render_template("groups/review.html", **shown, **desk_of(_context_id(), found))
