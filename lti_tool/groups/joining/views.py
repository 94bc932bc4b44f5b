"""The page where students choose their circle."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.joining.actions import choose
from lti_tool.groups.joining.queries import seats_of
from lti_tool.groups.survey.models import CIRCLES
from lti_tool.groups.survey.queries import window_of
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("joining", __name__, url_prefix="/s/<sid>/choose-circle")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def show() -> str:
    """The circles, who sits where, and which seats are free."""
    return _page()


@pages.post("")
@learners_only
def sit() -> Answer:
    """Take a seat, or give one's own up."""
    written = request.form.get("circle", "")
    if written and not (written.isascii() and written.isdigit() and len(written) < 10):
        raise NotHere("no such circle")
    try:
        choose(visit().membership, int(written) if written else None)
    except ChangedMeanwhile:
        return _page(gettext("This circle is full by now. Choose another one.")), 409
    return redirect(url_for("joining.show"), 303)


def _page(said: str = "") -> str:
    me = visit().membership
    return render_template(
        "joining/show.html",
        seats=seats_of(me),
        window=window_of(me.context_id, asks=CIRCLES),
        page_notices=[("look", said)] if said else [],
    )
