"""The page of one's own data: read it, take it along, delete it. For each person alone."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from lti_tool.launch.session import members_only, visit
from lti_tool.own.actions import erase_words
from lti_tool.own.files import as_json, as_page
from lti_tool.own.queries import book_of
from lti_tool.programme.keeping.queries import keeping_of
from lti_tool.programme.keeping.words import member_words

pages = Blueprint("own", __name__, url_prefix="/s/<sid>/own")
NAME = "peer-circles"
"""How the files are called; a name of a person or course would tell who kept what."""


@pages.get("")
@members_only
def show() -> str:
    """Everything that one wrote here, to be read."""
    said = request.args.get("said") == "erased"
    words = gettext("What you wrote is deleted. What you have done still counts.")
    me = visit().membership
    return render_template(
        "own/show.html",
        book=book_of(me),
        kept=member_words(keeping_of(me.context).goes_on),
        page_notices=[("ok", words)] * said,
    )


@pages.get("/page")
@members_only
def page() -> Response:
    """The same as a page to keep."""
    return _file(as_page(book_of(visit().membership)), "html", "text/html")


@pages.get("/data")
@members_only
def data() -> Response:
    """The same as JSON."""
    return _file(as_json(book_of(visit().membership)), "json", "application/json")


@pages.get("/erase")
@members_only
def ask() -> str:
    """What a deletion takes away and what stays, before it happens."""
    return _ask()


@pages.post("/erase")
@members_only
def erase() -> Answer | tuple[str, int]:
    """Delete what one wrote."""
    if "sure" not in request.form:
        return _ask(gettext("Tick this if you are sure: nobody can bring it back.")), 422
    erase_words(visit().membership)
    return redirect(url_for("own.show", said="erased"), 303)


def _ask(error: str = "") -> str:
    return render_template("own/erase.html", book=book_of(visit().membership), error=error)


def _file(text: str, ending: str, kind: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename={NAME}.{ending}",
        "Cache-Control": "no-store",
    }
    return Response(text, mimetype=kind, headers=headers)
