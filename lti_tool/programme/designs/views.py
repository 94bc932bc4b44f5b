"""The pages on which staff take a design along as a file, and bring one; for other courses.

Nothing is kept of a file until staff have seen what it changes: its text travels with the page.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from lti_tool.courses.models import Context
from lti_tool.errors import ChangedMeanwhile
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.designs.actions import set_up
from lti_tool.programme.designs.files import DesignWrong, read, text_of, written
from lti_tool.programme.designs.queries import changes, mark_of, sections_of
from lti_tool.programme.designs.words import fault_words, setting_words

pages = Blueprint("designs", __name__, url_prefix="/s/<sid>/design")
pages.add_app_template_filter(setting_words, "setting")


@pages.get("")
@instructors_only
def show() -> str:
    """Take the file along, or choose one."""
    return render_template("designs/show.html", faults=())


@pages.get("/peer-circles.toml")
@instructors_only
def take_along() -> Response:
    """How the course is set up, as a file that names nobody."""
    headers = {
        "Content-Disposition": "attachment; filename=peer-circles.toml",
        "Cache-Control": "no-store",
    }
    return Response(written(sections_of(_context())), mimetype="application/toml", headers=headers)


@pages.post("")
@instructors_only
def look() -> tuple[str, int]:
    """What a file would change; nothing is changed yet."""
    try:
        return _look(_text()), 200
    except DesignWrong as wrong:
        return _refused(wrong), 422


@pages.post("/take")
@instructors_only
def take() -> Answer | tuple[str, int]:
    """Set the course up as it was seen; when it was changed meanwhile, show that first."""
    try:
        brought = read(_text())
        set_up(_context(), brought, seen=request.form.get("seen", ""))
    except DesignWrong as wrong:
        return _refused(wrong), 422
    except ChangedMeanwhile:
        said = gettext(
            "Somebody has changed the set-up meanwhile. Look again at what would change."
        )
        return _look(_text(), said), 409
    return redirect(url_for("opening.show", said="saved"), 303)


def _look(text: str, said: str = "") -> str:
    context = _context()
    return render_template(
        "designs/look.html",
        text=text,
        changes=changes(context, read(text)),
        seen=mark_of(context),
        page_notices=[("look", said)] if said else [],
    )


def _refused(wrong: DesignWrong) -> str:
    faults = [fault_words(one.line, one.place, one.what) for one in wrong.faults]
    return render_template("designs/show.html", faults=faults)


def _text() -> str:
    """The file that was chosen, or the text that came back with the page. Raises DesignWrong."""
    file = request.files.get("file")
    return text_of(file.read()) if file else request.form.get("text", "")


def _context() -> Context:
    return visit().membership.context
