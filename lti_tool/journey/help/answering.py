"""Reading what one was asked, and answering: for those a request was sent to, and nobody else.

The one place where staff read a student's words: those that this student addressed to them.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.reading import Submission
from lti_tool.journey.help.actions import answer, let_pass, see
from lti_tool.journey.help.forms import (
    answer_sheet,
    answer_told,
    read_answer,
    readers_line,
    reply_told,
    request_told,
)
from lti_tool.journey.help.queries import Letter, letter_to, letters_to
from lti_tool.launch.session import members_only, visit

letters = Blueprint("letters", __name__, url_prefix="/s/<sid>/asked")
Answer = Response | tuple[str, int]


@letters.get("")
@members_only
def all_mine() -> str:
    """What I was asked, and may read now."""
    return render_template(
        "help/asked.html",
        letters=letters_to(visit().membership),
        page_notices=_said(request.args.get("said", "")),
    )


@letters.get("/<int:request_id>")
@members_only
def show(request_id: int) -> str:
    """One request that was sent to me, and the boxes of my answer."""
    me = visit().membership
    see(me, request_id)
    return _page(letter_to(me, request_id))


@letters.post("/<int:request_id>")
@members_only
def save(request_id: int) -> Answer:
    """Answer it."""
    letter = letter_to(visit().membership, request_id)
    read = read_answer(letter, request.form.to_dict(flat=False))
    if read.errors:
        return _page(letter, read), 422
    try:
        answer(visit().membership, request_id, read.values)
    except ChangedMeanwhile:
        words = gettext("You have answered in another window already. That answer stands.")
        return _page(letter_to(visit().membership, request_id), notice=words), 409
    return redirect(url_for("letters.all_mine", said="answered"), 303)


@letters.post("/<int:request_id>/pass")
@members_only
def pass_on(request_id: int) -> Response:
    """Let it pass; nobody asks why."""
    let_pass(visit().membership, request_id)
    return redirect(url_for("letters.all_mine", said="passed"), 303)


def _page(letter: Letter, sent: Submission | None = None, *, notice: str = "") -> str:
    return render_template(
        "help/letter.html",
        letter=letter,
        told=request_told(letter.kind, letter.answers),
        sheet=answer_sheet(letter, sent),
        mine=answer_told(letter.recipient),
        reply=reply_told(letter.recipient),
        readers=readers_line(letter.author),
        page_notices=[("look", notice)] if notice else [],
    )


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "answered": gettext("Your answer is with them."),
        "passed": gettext("You let it pass. They are told kindly, and choose somebody else."),
    }
    return [("ok", words[what])] if what in words else []
