"""Asking for help or feedback: write it, see the names, send it, close it. For its author alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.journey.help.actions import (
    close_request,
    people_of,
    reply_to,
    send_request,
    write_request,
)
from lti_tool.journey.help.forms import (
    KIND,
    answers_shown,
    before_sending,
    blank_request,
    both_requests,
    kept_request,
    kind_of,
    read_reply,
    read_request,
    readers_line,
    request_again,
    request_told,
)
from lti_tool.journey.help.models import FEEDBACK, HELP, Request
from lti_tool.journey.help.queries import (
    balance_of,
    chosen_rungs,
    letters_to,
    request_of,
    requests_of,
    support,
)
from lti_tool.journey.help.support import load_support
from lti_tool.journey.help.words import MARKS, names_of, state_words, why_back
from lti_tool.launch.session import learners_only, members_only, visit
from lti_tool.programme.contacts.queries import contacts_in
from lti_tool.programme.outline.queries import outline_of
from lti_tool.settings import Settings

pages = Blueprint("help", __name__, url_prefix="/s/<sid>/help")
Answer = Response | tuple[str, int]
PEOPLE = "people"
"""The hidden field with the numbers of those whose names stand above the button."""


@pages.record_once
def check_support(state: BlueprintSetupState) -> None:
    """Let a file of services that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_support(settings.config_dirs)
    state.app.jinja_env.globals.update(request_marks=MARKS, request_state=state_words)


@pages.get("")
@learners_only
def all_mine() -> str:
    """What I asked, what I was asked, and where else to turn."""
    me = visit().membership
    return render_template(
        "help/all.html",
        requests=requests_of(me),
        letters=letters_to(me),
        balance=balance_of(me),
        names=names_of,
        page_notices=_said(request.args.get("said", "")),
    )


@pages.get("/support")
@members_only
def contacts() -> str:
    """Services of the institution, and what to do when somebody is in danger."""
    course = visit().membership.context_id
    return render_template(
        "help/support.html",
        support=support(),
        near=contacts_in(course),
        here=outline_of(course).support.splitlines(),
    )


@pages.get("/new")
@learners_only
def new() -> str:
    """An empty request for help; a link may say what it is about and whom it is for."""
    begun: dict[str, Any] = {"to": request.args.getlist("to")}
    if about := request.args.get("about"):
        begun["about"] = about
    return _boxes(blank_request(visit().membership, HELP, begun), HELP)


@pages.get("/new-feedback")
@learners_only
def new_feedback() -> str:
    """An empty request for feedback."""
    return _boxes(blank_request(visit().membership, FEEDBACK, {}), FEEDBACK)


@pages.get("/<key>/edit")
@learners_only
def edit(key: str) -> str:
    """A request in its boxes, while it is with nobody."""
    me = visit().membership
    kept = request_of(me, key)
    return _boxes(kept_request(me, kept), kept.kind)


@pages.post("/<key>")
@learners_only
def save(key: str) -> Answer:
    """Keep a request; it goes to nobody before its author has seen the names."""
    me, sent = visit().membership, request.form.to_dict(flat=False)
    read = read_request(me, sent)
    if read.errors:
        return _boxes(request_again(me, key, read=read, sent=sent), kind_of(sent)), 422
    try:
        write_request(me, key, kind=kind_of(sent), values=read.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        me = visit().membership
        kept = request_of(me, key)
        if kept.answers != read.values:
            return _boxes(both_requests(me, kept, read), kept.kind), 409
    return redirect(url_for("help.show", key=key), 303)


@pages.get("/<key>")
@learners_only
def show(key: str) -> str:
    """One request of one's own: before it is sent, on its way, answered."""
    return _page(request_of(visit().membership, key), _said(request.args.get("said", "")))


@pages.post("/<key>/send")
@learners_only
def send(key: str) -> Answer:
    """Send it to the people whose names stood above the button."""
    expected = {int(one) for one in request.form.get(PEOPLE, "").split("-") if one.isdecimal()}
    try:
        send_request(visit().membership, key, expected=expected)
    except ChangedMeanwhile:
        words = gettext("Other people would get it by now. Read the names again, then send it.")
        return _page(request_of(visit().membership, key), [("look", words)]), 409
    return redirect(url_for("help.show", key=key, said="sent"), 303)


@pages.post("/<key>/close")
@learners_only
def close(key: str) -> Response:
    """End a request."""
    close_request(visit().membership, key)
    return redirect(url_for("help.all_mine", said="closed"), 303)


@pages.post("/<key>/reply/<int:recipient_id>")
@learners_only
def reply(key: str, recipient_id: int) -> Answer:
    """Say to one who answered what becomes of it."""
    me, read = visit().membership, read_reply(request.form.to_dict(flat=False))
    if read.errors:
        return _page(request_of(me, key), wrong={recipient_id: read}), 422
    reply_to(me, key, recipient_id, read.values)
    return redirect(url_for("help.show", key=key, said="replied"), 303)


def _boxes(sheet: Sheet, kind: str) -> str:
    return render_template(
        "help/write.html", sheet=sheet, kind=kind, hidden=KIND, support=support()
    )


def _page(
    asked: Request,
    page_notices: Sequence[tuple[str, str]] = (),
    *,
    wrong: Mapping[int, Submission] | None = None,
) -> str:
    rungs = chosen_rungs(asked.author, asked)
    people = list(people_of(rungs).values())
    return render_template(
        "help/show.html",
        asked=asked,
        told=request_told(asked.kind, asked.answers),
        people=people,
        before=before_sending(asked, rungs),
        readers=readers_line(*(people or [one.membership for one in asked.recipients])),
        why_back=why_back(asked) if asked.state == "back" else "",
        answers=answers_shown(asked, wrong or {}),
        names=names_of,
        page_notices=page_notices,
    )


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "sent": gettext("Sent. You find it here, and nobody else learns of it."),
        "closed": gettext("Closed. What was said stays with those who said it."),
        "replied": gettext("Your word back is there."),
    }
    return [("ok", words[what])] if what in words else []
