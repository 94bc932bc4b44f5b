"""What waits for a person, whether they hear of it by e-mail, and the one tap that ends that."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.courses.models import User
from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.launch.session import members_only, visit
from lti_tool.reminders.actions import want_none, want_reminders
from lti_tool.reminders.links import whose
from lti_tool.reminders.queries import sent_lately, wants_none
from lti_tool.reminders.reasons import due_now
from lti_tool.reminders.rules import reminder_rules
from lti_tool.reminders.words import reason_words
from lti_tool.settings import Settings
from lti_tool.web.config import config_dirs, mail_server
from lti_tool.web.languages import speaking
from lti_tool.web.security import open_to_all

pages = Blueprint("reminders", __name__)


@pages.record_once
def check_rules(state: BlueprintSetupState) -> None:
    """Let a file of rules that is wrong stop the start; raises SettingWrong."""
    settings: Settings = state.app.extensions["settings"]
    reminder_rules(settings.config_dirs)


@pages.get("/s/<sid>/reminders")
@members_only
def show() -> str:
    """What waits now, and whether one hears of it by e-mail."""
    me = visit().membership
    return render_template(
        "reminders/show.html",
        waiting=[(one.kind, reason_words(one.kind, one.facts)) for one in due_now(me.id)],
        sent=[(one.sent_at, reason_words(one.kind, one.facts)) for one in sent_lately(me)],
        has_mail=mail_server() is not None,
        address=me.user.email,
        wants_none=wants_none(me.user_id),
        rules=reminder_rules(config_dirs()),
        page_notices=_said(request.args.get("said", "")),
    )


@pages.post("/s/<sid>/reminders")
@members_only
def choose() -> Response:
    """Have e-mails, or none."""
    wants = "on" if request.form.get("reminders") == "on" else "off"
    (want_reminders if wants == "on" else want_none)(visit().membership.user_id)
    return redirect(url_for("reminders.show", said=wants), 303)


@pages.get("/reminders/<token>")
@open_to_all
def ask(token: str) -> str:
    """One button: mail programs open addresses by themselves, so opening this ends nothing."""
    return _ended(token, "reminders/off.html")


@pages.post("/reminders/<token>")
@open_to_all
def end(token: str) -> str:
    """End all reminders to whom this address belongs, from the page or by one click (RFC 8058)."""
    want_none(_person(token).id)
    return _ended(token, "reminders/ended.html")


def _ended(token: str, template: str) -> str:
    with speaking(_person(token).language or _person(token).locale):
        return render_template(template, token=token)


def _person(token: str) -> User:
    user_id = whose(token)
    found = db.session.get(User, user_id) if user_id else None
    if found is None:
        raise NotHere("an invented address")
    return found


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "on": gettext("You hear by e-mail again of what waits."),
        "off": gettext("No more e-mails. What waits stands here."),
    }
    return [("ok", words[what])] if what in words else []
