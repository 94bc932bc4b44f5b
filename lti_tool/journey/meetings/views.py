"""The pages of a circle's meetings: all of them, each of them, calendars."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.db import utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.forms.definition import Audience
from lti_tool.forms.entry import FormWrong
from lti_tool.forms.fields import DrawnOption
from lti_tool.forms.sheet import told
from lti_tool.forms.shelf import form, load_forms
from lti_tool.forms.words import line_for
from lti_tool.journey.circle.queries import Seated, seated
from lti_tool.journey.meetings.actions import (
    mark_attendance,
    new_calendar_address,
    note_marks,
    settle_promise,
    swap_role,
)
from lti_tool.journey.meetings.agendas import load_agendas
from lti_tool.journey.meetings.brought import brought_to, off_limits_in_card
from lti_tool.journey.meetings.forms import (
    NEEDED,
    company_of,
    note_answers,
    note_form,
)
from lti_tool.journey.meetings.models import Meeting
from lti_tool.journey.meetings.queries import (
    agenda_slots,
    cards_of,
    keeps_marks,
    meeting_of,
    meetings_around,
    meetings_of,
    promises_in,
    roles_in,
    stage_of,
)
from lti_tool.journey.meetings.words import (
    attendance_words,
    attended_words,
    clock,
    mode_words,
    role_words,
    when_words,
)
from lti_tool.journey.practice.shelf import load_decks
from lti_tool.launch.session import learners_only, visit
from lti_tool.settings import Settings
from lti_tool.web.config import config_dirs

pages = Blueprint("meetings", __name__, url_prefix="/s/<sid>/meetings")
pages.add_app_template_filter(when_words)
pages.add_app_template_filter(clock, "clock")
Answer = Response | tuple[str, int]
ON_CARD = ("topic", "need", "since")
"""What has a place of its own on a card."""


@pages.record_once
def check_agendas(state: BlueprintSetupState) -> None:
    """Let an agenda that is wrong or missing, or a plan that lacks a field, stop the start."""
    settings: Settings = state.app.extensions["settings"]
    agendas, forms = load_agendas(settings.config_dirs), load_forms(settings.config_dirs)
    decks = load_decks(settings.config_dirs)
    for agenda in agendas.values():
        for part in agenda.parts:
            if part.cards and part.cards not in decks:
                raise FormWrong(f"agendas/{agenda.name}.toml: there is no cards/{part.cards}.toml.")
    fields = {one.name: one for one in forms["meetings"].fields}
    for name in sorted(NEEDED - set(fields)):
        raise FormWrong(f"forms/meetings.toml: fields: a series needs the field {name}.")
    for name in (one.value for one in fields["agenda"].options if one.value not in agendas):
        raise FormWrong(f"forms/meetings.toml: agenda: there is no agendas/{name}.toml.")


@pages.get("")
@learners_only
def all_ours() -> str:
    """What comes, what was, and ways into one's own calendar."""
    return _all(_here())


@pages.get("/<key>")
@learners_only
def show(key: str) -> str:
    """One meeting: who has the floor when, roles, cards, who took part, the note."""
    at = _here()
    return _meeting(at, meeting_of(at, key))


@pages.post("/<key>/attendance")
@learners_only
def attend(key: str) -> Answer:
    """Say how one took part, or correct it."""
    at, how = _here(), request.form.get("how", "")
    meeting = meeting_of(at, key)
    if how not in attendance_words():
        return _meeting(at, meeting, notices=[("look", gettext("Choose one of the lines."))]), 422
    try:
        mark_attendance(at.me, meeting, how)
    except ChangedMeanwhile:
        return _meeting(at, meeting, notices=[("look", _not_now())]), 422
    return redirect(url_for("meetings.show", key=key, said="marked"), 303)


@pages.post("/<key>/seen")
@learners_only
def seen(key: str) -> Response:
    """Note which of the others took part, for whoever keeps the note."""
    at = _here()
    note_marks(at, meeting_of(at, key), request.form.getlist("there", type=int))
    return redirect(url_for("meetings.show", key=key, said="seen"), 303)


@pages.post("/<key>/roles")
@learners_only
def swap(key: str) -> Response:
    """Take a role over from a mate, who takes one's own."""
    at = _here()
    swap_role(at, meeting_of(at, key), request.form.get("role", ""), to=at.me.id)
    return redirect(url_for("meetings.show", key=key) + "#roles", 303)


@pages.post("/address")
@learners_only
def address() -> str:
    """A private address that a calendar may follow; shown once, and the one before it ends."""
    secret = new_calendar_address(visit().membership)
    return _all(_here(), address=f"{current_app.config['PUBLIC_URL']}/calendar/{secret}.ics")


@pages.post("/promises/<int:promise_id>")
@learners_only
def promised(promise_id: int) -> Response:
    """Say what became of one's own promise."""
    outcome = request.form.get("outcome", "")
    if outcome not in ("kept", "dropped", "open"):
        raise NotHere("no such outcome")
    settle_promise(visit().membership, promise_id, outcome)
    return redirect(url_for("home.show") + "#promises", 303)


def _here() -> Seated:
    return seated(visit().membership)


def _all(at: Seated, *, address: str = "") -> str:
    meetings = meetings_of(at.group)
    return render_template(
        "meetings/all.html",
        at=at,
        coming=[one for one in meetings if one.ends_at > utcnow()],
        past=[one for one in reversed(meetings) if one.ends_at <= utcnow()],
        is_drifting=meetings_around(at.group).is_drifting,
        modes=mode_words(),
        address=address,
        page_notices=_said(request.args.get("said", "")),
    )


def _meeting(at: Seated, meeting: Meeting, *, notices: list[tuple[str, str]] | None = None) -> str:
    promises, cards, said = (
        promises_in(meeting),
        cards_of(at, meeting),
        request.args.get("said", ""),
    )
    answers = note_answers(meeting.note.answers, promises) if meeting.note else {}
    return render_template(
        "meetings/show.html",
        at=at,
        meeting=meeting,
        stage=stage_of(meeting),
        agenda=agenda_slots(meeting, len(at.people)),
        roles=roles_in(at, meeting),
        role_words=role_words(),
        cards=cards,
        about={who: told(form("card"), one.answers, without=ON_CARD) for who, one in cards.items()},
        brought=brought_to(at, meeting),
        decks=load_decks(config_dirs()),
        promises=promises,
        note=told(note_form(at), answers, without=("promises",)),
        modes=mode_words(),
        options=[DrawnOption(how, said, "") for how, said in attendance_words().items()],
        attended=attended_words(),
        people=_people(at) if keeps_marks(at, meeting) else [],
        seen=[str(one.membership_id) for one in meeting.attendances if one.seems_so],
        readers=line_for(Audience.GROUP, company_of(at)),
        page_notices=notices or [*_said(said), *(_warned(at, meeting) if said == "card" else [])],
    )


def _people(at: Seated) -> list[DrawnOption]:
    return [DrawnOption(str(one.id), one.user.shown_name, "") for one in at.mates]


def _warned(at: Seated, meeting: Meeting) -> list[tuple[str, str]]:
    """A word to the writer alone, who decides: a topic may be named without being opened."""
    named = off_limits_in_card(at, meeting)
    sentence = gettext(
        "Your circle does not talk about this: %(topics)s. "
        "You may want to change your card; only you see this.",
        topics=", ".join(named),
    )
    return [("look", sentence)] if named else []


def _not_now() -> str:
    return str(gettext("A mark can be set from the start of a meeting until two weeks after it."))


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "planned": gettext("The meetings are planned. Everybody in your circle sees them."),
        "moved": gettext("The meeting is moved. Nobody has missed it."),
        "marked": gettext("Your mark is saved. You can correct it for two weeks."),
        "seen": gettext("Saved. Each of them sees their own line."),
        "card": gettext("Your card is saved. The others see it when the meeting begins."),
        "agenda": gettext("This meeting has another agenda. Everybody in your circle sees it."),
        "note": gettext("The note is filed. The promises are in the lists of their owners."),
    }
    return [("ok", words[what])] if what in words else []
