"""The board of staff: how circles are doing, one circle, and what can be done about it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.courses.words import group_words
from lti_tool.insights.board import words
from lti_tool.insights.board.actions import leave, send_line
from lti_tool.insights.board.files import status_head, status_rows
from lti_tool.insights.board.queries import (
    IN_FULL,
    NOWHERE,
    Board,
    board_of,
    circle_in,
    progress_of,
    sheet_of,
)
from lti_tool.journey.agreement.words import status_words as agreement_words
from lti_tool.journey.feed.prompts import load_prompts
from lti_tool.journey.meetings.queries import marks_apart
from lti_tool.journey.meetings.words import apart_words
from lti_tool.journey.meetings.words import status_words as meeting_words
from lti_tool.launch.session import staff_only, visit
from lti_tool.settings import Settings
from lti_tool.web.downloads import table_file

pages = Blueprint("board", __name__, url_prefix="/s/<sid>/board")
SAID = {"agreement": agreement_words, "meetings": meeting_words, "section": group_words,
        "apart": apart_words}  # fmt: skip


@pages.record_once
def check_prompts(state: BlueprintSetupState) -> None:
    """Let a file of prepared lines that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_prompts(settings.config_dirs)


@pages.get("")
@staff_only
def show() -> str:
    """The circles in sight, the most urgent first; those who sit in none before there are any."""
    board = _board()
    sheet = sheet_of(board, request.args.get("page", 1, type=int))
    return render_template(
        "insights/board.html",
        board=board,
        sheet=sheet,
        urgent=board.in_need[:IN_FULL] if sheet.number == 1 else [],
        progress=progress_of(sheet.members, board.active),
        section=request.args.get("section", type=int),
        words={**vars(words), **SAID},
        page_notices=_said(request.args.get("said", "")),
    )


@pages.get("/circles/<int:number>")
@staff_only
def circle(number: int) -> str:
    """The members of one circle and what each has done; 0 for those who sit in none."""
    board = _board()
    found = circle_in(board, number) if number != NOWHERE else None
    members = found.members if found else board.nowhere
    return render_template(
        "insights/circle.html",
        circle=found,
        apart=marks_apart(members),
        progress=progress_of(members, board.active),
        words={**vars(words), **SAID},
    )


@pages.get("/status.<kind>")
@staff_only
def status(kind: str) -> Response:
    """Everybody in sight and what they have done, as a file."""
    board = _board()
    everybody = [one for circle in board.circles for one in circle.members]
    progress = progress_of([*everybody, *board.nowhere], board.active)
    rows = status_rows(board, progress)
    return table_file("status", kind, status_head(progress), rows)


@pages.post("/circles/<int:number>/line")
@staff_only
def line(number: int) -> Response:
    """Send the prepared line to a circle."""
    here, flag = visit(), request.form.get("flag", "")
    send_line(here.membership, here.sight, number=number, flag=flag)
    return redirect(url_for("board.show", said="sent"), 303)


@pages.post("/circles/<int:number>/rest")
@staff_only
def rest(number: int) -> Response:
    """Leave a circle for a week."""
    here, flag = visit(), request.form.get("flag", "")
    leave(here.membership, here.sight, number=number, flag=flag)
    return redirect(url_for("board.show", said="left"), 303)


def _board() -> Board:
    section = request.args.get("section", type=int)
    return board_of(visit().membership, visit().sight, section=section)


def _said(what: str) -> list[tuple[str, str]]:
    """What has just happened, in words."""
    known = {
        "sent": gettext("Sent. The circle reads it under “Since you were here”."),
        "left": gettext("Left for a week. It shows again by itself if it still holds."),
    }
    return [("ok", known[what])] if what in known else []
