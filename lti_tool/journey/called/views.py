"""The page of one's own name, for those whom the platform does not name."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.errors import NotHere
from lti_tool.forms.made import Drawn
from lti_tool.journey.called.actions import call_oneself
from lti_tool.journey.called.forms import name_again, name_box, read_name
from lti_tool.launch.session import members_only, visit

pages = Blueprint("called", __name__, url_prefix="/s/<sid>/name")


@pages.get("")
@members_only
def show() -> str:
    """The name in its box."""
    _needs_none_told()
    return _page(name_box(visit().membership.user))


@pages.post("")
@members_only
def save() -> Response | tuple[str, int]:
    """Keep the name."""
    _needs_none_told()
    me = visit().membership
    found = read_name(me, request.form.to_dict(flat=False))
    if found.errors:
        return _page(name_again(found)), 422
    call_oneself(me.user, found.values["name"])
    return redirect(url_for("home.show" if me.is_learner else "own.show"), 303)


def _needs_none_told() -> None:
    """A name that the platform tells is the one that counts: staff look for it."""
    if visit().membership.user.name.strip():
        raise NotHere("the platform tells a name")


def _page(form: Drawn) -> str:
    return render_template("called/show.html", form=form)
