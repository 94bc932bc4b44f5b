"""What staff can ask of forming: form again what is not locked, repair, stop early, cancel."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from lti_tool.errors import NotHere
from lti_tool.groups.forming import actions
from lti_tool.groups.forming.models import REPAIR, REST
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.actions import programme_of

pages = Blueprint("forming", __name__, url_prefix="/s/<sid>/groups/forming")


@pages.post("/again")
@instructors_only
def again() -> Response:
    """Form all circles again that are not locked; with `repair`, find seats for who has none."""
    kind = REPAIR if "repair" in request.form else REST
    actions.ask(_context_id(), size=programme_of(_context_id()).group_size, kind=kind)
    return _back()


@pages.post("/<int:forming_id>/stop")
@instructors_only
def stop(forming_id: int) -> Response:
    """Take the circles that are found by now."""
    actions.stop(_context_id(), _small(forming_id))
    return _back()


@pages.post("/<int:forming_id>/cancel")
@instructors_only
def cancel(forming_id: int) -> Response:
    """Leave everything as it was."""
    actions.cancel(_context_id(), _small(forming_id))
    return _back()


def _context_id() -> int:
    return visit().membership.context_id


def _small(number: int) -> int:
    """No database has more rows than this. Raises NotHere."""
    if number >= 2**31:
        raise NotHere("no such forming")
    return number


def _back() -> Response:
    return redirect(url_for("groups.review"), 303)
