"""The page of circles for staff: one address for every state, from an empty course to published."""

import functools
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.courses.models import Membership
from lti_tool.courses.words import set_words
from lti_tool.groups.circles import LARGEST
from lti_tool.groups.forming.actions import draw
from lti_tool.groups.queries import Circle, Review, review_of
from lti_tool.groups.ready.actions import take_groups
from lti_tool.groups.ready.queries import ready_sets
from lti_tool.groups.review import actions
from lti_tool.groups.review.forms import SizeForm, offered, read_grouping, read_place, read_size
from lti_tool.groups.words import day_words, isolated, moved_words, sizes_words
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.actions import programme_of
from lti_tool.roster.queries import status
from lti_tool.web.circle import Ring, free_seat, seat, staff_ring
from lti_tool.web.ways import staff_ways

pages = Blueprint("groups", __name__, url_prefix="/s/<sid>/groups")
pages.add_app_template_global(staff_ways)


@pages.get("/")
@instructors_only
def review() -> str:
    """The circles as they are, and the next thing to do with them."""
    found = review_of(_context_id())
    wished = programme_of(_context_id()).group_size
    return _page(found, offered(len(found.learners), wished))


@pages.post("/propose")
@instructors_only
def propose() -> Response | tuple[str, int]:
    """Draw a new draft from the hat."""
    found = review_of(_context_id())
    form = read_size(request.form, len(found.learners))
    if form.error:
        return _page(found, form), 422
    draw(_context_id(), size=int(form.value))
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
    who = _context_id(), place.membership_id
    if place.to is None:
        actions.take_out(*who, grouping_id=place.grouping_id)
    else:
        actions.move(*who, grouping_id=place.grouping_id, to=place.to)
    return _back(moved=place.membership_id, _anchor=f"person-{place.membership_id}")


@pages.post("/publish")
@instructors_only
def publish() -> Response:
    """Show the draft to the students."""
    actions.publish(_context_id(), read_grouping(request.form))
    return _back()


@pages.post("/discard")
@instructors_only
def discard() -> Response:
    """Put the draft away."""
    actions.discard_draft(_context_id(), read_grouping(request.form))
    return _back()


def _context_id() -> int:
    return visit().membership.context_id


def _back(**where: Any) -> Response:
    return redirect(url_for("groups.review", **where), 303)


def _page(found: Review, form: SizeForm) -> str:
    picked_up, moved = _person(found, "move"), _person(found, "moved")
    return render_template(
        "groups/review.html",
        review=found,
        form=form,
        ready=ready_sets(_context_id()),
        picked_up=picked_up,
        roster=status(_context_id()),
        page_notices=[("ok", moved_words(moved, found.number_of(moved)))] if moved else [],
        words={"day": day_words, "isolated": isolated, "sizes": sizes_words, "set": set_words},
        full=LARGEST,
        ring_of=functools.partial(_ring_of, held=picked_up),
    )


def _person(found: Review, name: str) -> Membership | None:
    """The one of the course's people whom the address names, if any."""
    wanted = request.args.get(name)
    return next((one for one in found.learners if str(one.id) == wanted), None)


def _ring_of(circle: Circle, held: Membership | None) -> Ring:
    """The ring of a circle; whoever is being moved has the thick chair, chairs of the gone stay."""
    seats = [seat(one.user.shown_name, "floor" if one is held else "mate") for one in circle.people]
    return staff_ring([*seats, *[free_seat()] * circle.kept_seats])
