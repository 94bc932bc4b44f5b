"""The shelf of a circle and that of the course: links that members share. For students."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.links import host_of
from lti_tool.forms.reading import seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.journey.circle.queries import find_seated, seated
from lti_tool.journey.shelf.actions import put_on_shelf, show_to_course, take_down
from lti_tool.journey.shelf.forms import (
    both_resources,
    circle_line,
    course_line,
    empty_resource,
    kept_resource,
    read_resource,
    resource_again,
)
from lti_tool.journey.shelf.queries import resource_of, shelf_of, shelf_of_course
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("shelf", __name__, url_prefix="/s/<sid>/shelf")
pages.add_app_template_filter(host_of, "host")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def show() -> str:
    """What my circle and the course share."""
    me = visit().membership
    at = find_seated(me)
    return render_template(
        "shelf/show.html",
        at=at,
        ours=shelf_of(me, at.group) if at else [],
        course=shelf_of_course(me),
        circle_line=circle_line(len(at.mates)) if at else None,
        course_line=course_line(),
        page_notices=_said(request.args.get("said", "")),
    )


@pages.get("/new")
@learners_only
def new() -> str:
    """Empty boxes for something to share."""
    return _boxes(empty_resource(seated(visit().membership)))


@pages.get("/<key>")
@learners_only
def edit(key: str) -> str:
    """Something of mine in its boxes."""
    at = seated(visit().membership)
    return _boxes(kept_resource(at, resource_of(at.me, key)))


@pages.post("/<key>")
@learners_only
def save(key: str) -> Answer:
    """Keep it on the shelf of my circle."""
    at, sent = seated(visit().membership), request.form.to_dict(flat=False)
    read = read_resource(sent)
    if read.errors:
        return _boxes(resource_again(at, key, read=read, sent=sent)), 422
    try:
        put_on_shelf(at, key, values=read.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        at = seated(visit().membership)
        kept = resource_of(at.me, key)
        if kept.answers != read.values:
            return _boxes(both_resources(at, kept, read)), 409
    return redirect(url_for("shelf.show", said="shared"), 303)


@pages.post("/<key>/course")
@learners_only
def to_course(key: str) -> Response:
    """Put mine on the shelf of the course too, or take it from there."""
    wanted = request.form.get("wanted") == "yes"
    show_to_course(visit().membership, key, wanted=wanted)
    return redirect(url_for("shelf.show"), 303)


@pages.post("/<key>/down")
@learners_only
def remove(key: str) -> Response:
    """Take mine down from everywhere."""
    take_down(visit().membership, key)
    return redirect(url_for("shelf.show", said="down"), 303)


def _boxes(sheet: Sheet) -> str:
    return render_template("shelf/write.html", sheet=sheet)


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "shared": gettext("It stands on the shelf of your circle."),
        "down": gettext("It is taken down."),
    }
    return [("ok", words[what])] if what in words else []
