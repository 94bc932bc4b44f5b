"""The pages on which staff bring a course list along: the file, what it would change, done.

Nothing is kept of a file until staff have seen what it changes: its text travels with the page.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.launch.session import instructors_only, visit
from lti_tool.roster.listed.actions import effect_of, may_bring, take
from lti_tool.roster.listed.reading import PARTS, Columns, ListWrong, read_listing, text_of
from lti_tool.roster.listed.words import part_words

pages = Blueprint("listed", __name__, url_prefix="/s/<sid>/roster/list")
Answer = Response | tuple[str, int]


@pages.get("")
@instructors_only
def bring() -> str:
    """Choose a file."""
    return _bring()


@pages.post("")
@instructors_only
def look() -> Answer:
    """What a file says and would change; nothing is changed yet."""
    try:
        return _look(_text(), _columns()), 200
    except ListWrong as wrong:
        return _bring(gettext(wrong.sentence) % wrong.values), 422


@pages.post("/take")
@instructors_only
def keep() -> Answer:
    """Keep the list that was seen."""
    try:
        listing = read_listing(_text(), _columns())
    except ListWrong as wrong:
        return _bring(gettext(wrong.sentence) % wrong.values), 422
    take(_context_id(), listing.people)
    return redirect(url_for("roster.people"), 303)


def _bring(error: str = "") -> str:
    is_of_use = may_bring(_context_id())
    return render_template("roster/bring.html", error=error, is_of_use=is_of_use)


def _look(text: str, columns: Columns | None) -> str:
    listing = read_listing(text, columns)
    return render_template(
        "roster/look.html",
        text=text,
        listing=listing,
        effect=effect_of(_context_id(), listing.people),
        parts={name: (part_words(name), getattr(listing.columns, name)) for name in PARTS},
        wrongs=[gettext(one.sentence) % one.values for one in listing.wrongs],
        may_bring=may_bring(_context_id()),
    )


def _text() -> str:
    """The file that was chosen, or the text that came back with the page. Raises ListWrong."""
    file = request.files.get("file")
    return text_of(file.read()) if file else request.form.get("text", "")


def _columns() -> Columns | None:
    """What the columns mean, where somebody has said so."""
    if "id" not in request.form:
        return None
    said = {part: request.form.get(part, "") for part in PARTS}
    return Columns(**{part: int(one) if one.isdecimal() else None for part, one in said.items()})


def _context_id() -> int:
    return visit().membership.context_id
