"""An error becomes a page that helps: what happened, what to do, and a number for the log.

The true reason stands in the log beside that number; the page never shows it.
"""

import logging
import secrets
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound

from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere, PeerCirclesError

log = logging.getLogger(__name__)
LONGEST_REASON = 300
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def help_on_errors(app: Flask) -> None:
    """Turn our errors, Flask's and unforeseen ones into pages."""
    app.register_error_handler(PeerCirclesError, _foreseen)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def new_code() -> str:
    """A number that a person can read out on the phone; it says nothing about anybody."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _foreseen(error: PeerCirclesError) -> tuple[str, int]:
    code = new_code()
    log.warning("%s %s: %s", code, type(error).__name__, _one_line(error.reason))
    return _page(error, code)


def _one_line(reason: str) -> str:
    """A reason may hold what a stranger wrote: nobody else's lines, and no end of them."""
    return "".join(sign if sign.isprintable() else " " for sign in reason[:LONGEST_REASON])


def _http(error: HTTPException) -> Any:
    if isinstance(error, NotFound):
        return _foreseen(NotHere("no such address"))
    if error.code is None or error.code < 400:
        return error
    shown = PeerCirclesError(error.name)
    shown.status = error.code
    return _foreseen(shown)


def _unforeseen(error: Exception) -> tuple[str, int]:
    code = new_code()
    log.error("%s unforeseen", code, exc_info=error)
    shown = PeerCirclesError()
    shown.status = InternalServerError.code
    return _page(shown, code)


def _page(error: PeerCirclesError, code: str) -> tuple[str, int]:
    db.session.rollback()
    page = render_template(
        "error.html",
        title=gettext(error.title),
        words=gettext(error.advice),
        steps=[],
        back_url=g.get("back_url"),
        back_name=g.get("back_name"),
        code=code,
        detail=error.said,
        time=utcnow(),
        written=_written(),
    )
    return page, error.status


def _written() -> list[str]:
    """The sentences that a form of ours sent and that were not kept: shown again, to be copied.

    Only what our own page sent, so that no other site puts words on ours.
    """
    is_ours = request.headers.get("Origin") == current_app.config["ORIGIN"]
    if request.method != "POST" or not is_ours or not request.path.startswith("/s/"):
        return []
    values = (value.strip() for value in request.form.values())
    return [value for value in values if len(value.split()) > 1]
