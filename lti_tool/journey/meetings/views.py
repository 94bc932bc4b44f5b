"""The pages of a circle's meetings: all of them, the plan, moving one, calendars."""

from dataclasses import replace

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.db import utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.forms.answers import find
from lti_tool.forms.definition import Audience
from lti_tool.forms.entry import FormWrong
from lti_tool.forms.fields import DrawnOption
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, told
from lti_tool.forms.shelf import form, load_forms
from lti_tool.forms.words import line_for
from lti_tool.journey.circle.queries import Seated, seated
from lti_tool.journey.meetings.actions import (
    mark_attendance,
    move_meeting,
    new_calendar_address,
    plan_meetings,
    save_card,
    settle_promise,
    swap_role,
)
from lti_tool.journey.meetings.agendas import load_agendas
from lti_tool.journey.meetings.filing import file_note
from lti_tool.journey.meetings.forms import (
    NEEDED,
    again,
    both,
    card_sheet,
    company_of,
    move_sheet,
    moved_to,
    note_answers,
    note_form,
    note_sheet,
    plan_sheet,
    read_plan,
)
from lti_tool.journey.meetings.models import Card, Meeting
from lti_tool.journey.meetings.queries import (
    agenda_slots,
    cards_of,
    meeting_of,
    meetings_around,
    meetings_of,
    promises_in,
    roles_in,
    series_of,
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
from lti_tool.launch.session import learners_only, visit
from lti_tool.settings import Settings

pages = Blueprint("meetings", __name__, url_prefix="/s/<sid>/meetings")
pages.add_app_template_filter(when_words)
pages.add_app_template_filter(clock, "clock")
Answer = Response | tuple[str, int]


@pages.record_once
def check_agendas(state: BlueprintSetupState) -> None:
    """Let an agenda that is wrong or missing, or a plan that lacks a field, stop the start."""
    settings: Settings = state.app.extensions["settings"]
    agendas, forms = load_agendas(settings.config_dirs), load_forms(settings.config_dirs)
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


@pages.get("/plan")
@learners_only
def plan() -> str:
    """How the circle meets, in its boxes."""
    at = _here()
    return _plan(plan_sheet(at, series_of(at.group), agreed=request.args))


@pages.post("/plan")
@learners_only
def save_plan() -> Answer:
    """Keep how the circle meets, and lay out the series."""
    at, sent = _here(), request.form.to_dict(flat=False)
    read = read_plan(sent, series_of(at.group))
    if read.errors:
        return _plan(again("meetings", at, read, sent=sent)), 422
    try:
        plan_meetings(at, values=read.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both_plans(read)
    return redirect(url_for("meetings.all_ours", said="planned"), 303)


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


@pages.post("/<key>/roles")
@learners_only
def swap(key: str) -> Response:
    """Take a role over from a mate, who takes one's own."""
    at = _here()
    swap_role(at, meeting_of(at, key), request.form.get("role", ""), to=at.me.id)
    return redirect(url_for("meetings.show", key=key) + "#roles", 303)


@pages.get("/<key>/card")
@learners_only
def card(key: str) -> str:
    """What one brings to a meeting, in its boxes."""
    at = _here()
    meeting = meeting_of(at, key)
    sheet = card_sheet(at, meeting, find(Card, at.me.id, meeting.key))
    return _sheet("meetings/card.html", sheet, meeting)


@pages.post("/<key>/card")
@learners_only
def save_own_card(key: str) -> Answer:
    """Keep what one brings."""
    at, sent = _here(), request.form.to_dict(flat=False)
    meeting, said = meeting_of(at, key), read(form("card"), sent)
    if said.errors:
        sheet = again("card", at, said, sent=sent, key=key)
        return _sheet("meetings/card.html", sheet, meeting), 422
    try:
        save_card(at.me, meeting, values=said.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both_cards(key, said)
    return redirect(url_for("meetings.show", key=key, said="card"), 303)


@pages.get("/<key>/note")
@learners_only
def note(key: str) -> str:
    """The note of a meeting, in its boxes."""
    at = _here()
    meeting = meeting_of(at, key)
    return _sheet("meetings/note.html", note_sheet(at, meeting, promises_in(meeting)), meeting)


@pages.post("/<key>/note")
@learners_only
def save_note(key: str) -> Answer:
    """File the note; its promises go to their owners."""
    at, sent = _here(), request.form.to_dict(flat=False)
    meeting, said = meeting_of(at, key), read(note_form(at), sent)
    if said.errors:
        sheet = again("note", at, said, sent=sent, key=key)
        return _sheet("meetings/note.html", sheet, meeting), 422
    try:
        file_note(at, meeting, values=said.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both_notes(key, said)
    return redirect(url_for("meetings.show", key=key, said="note"), 303)


@pages.get("/<key>/move")
@learners_only
def move(key: str) -> str:
    """Another moment for one meeting."""
    at = _here()
    meeting = meeting_of(at, key)
    return _move(move_sheet(at, meeting), when_words(meeting))


@pages.post("/<key>/move")
@learners_only
def save_move(key: str) -> Answer:
    """Move a meeting; who moved it and where to stands in the feed."""
    at, sent = _here(), request.form.to_dict(flat=False)
    meeting, said = meeting_of(at, key), read(form("move"), sent)
    if said.errors:
        return _move(again("move", at, said, sent=sent, key=key), when_words(meeting)), 422
    if moved_to(meeting, said) <= utcnow():
        said.errors["clock"] = gettext("Choose a time that lies ahead.")
        return _move(again("move", at, said, sent=sent, key=key), when_words(meeting)), 422
    move_meeting(at, meeting, to=moved_to(meeting, said), seen=seen_version(sent))
    return redirect(url_for("meetings.all_ours", said="moved"), 303)


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
    promises = promises_in(meeting)
    answers = note_answers(meeting.note.answers, promises) if meeting.note else {}
    return render_template(
        "meetings/show.html",
        at=at,
        meeting=meeting,
        stage=stage_of(meeting),
        agenda=agenda_slots(meeting, len(at.people)),
        roles=roles_in(at, meeting),
        role_words=role_words(),
        cards=cards_of(at, meeting),
        promises=promises,
        note=told(note_form(at), answers, without=("promises",)),
        modes=mode_words(),
        options=[DrawnOption(how, said, "") for how, said in attendance_words().items()],
        attended=attended_words(),
        readers=line_for(Audience.GROUP, company_of(at)),
        page_notices=notices or _said(request.args.get("said", "")),
    )


def _sheet(template: str, sheet: Sheet, meeting: Meeting) -> str:
    return render_template(template, sheet=sheet, meeting=meeting)


def _both_cards(key: str, read: Submission) -> Answer:
    """Another window was faster: show both."""
    at = _here()
    meeting = meeting_of(at, key)
    kept = find(Card, at.me.id, key)
    sheet = (
        both("card", at, read, kept=kept, answers=kept.answers)
        if kept
        else card_sheet(at, meeting, None)
    )
    return _sheet("meetings/card.html", sheet, meeting), 409


def _both_notes(key: str, read: Submission) -> Answer:
    """A mate was faster: show both notes, and let the writer choose."""
    at = _here()
    meeting = meeting_of(at, key)
    promises = promises_in(meeting)
    if meeting.note is None:
        return _sheet("meetings/note.html", note_sheet(at, meeting, promises), meeting), 409
    answers = note_answers(meeting.note.answers, promises)
    sheet = both("note", at, read, kept=meeting.note, answers=answers)
    return _sheet("meetings/note.html", replace(sheet, key=key), meeting), 409


def _not_now() -> str:
    return str(gettext("A mark can be set from the start of a meeting until two weeks after it."))


def _plan(sheet: Sheet) -> str:
    return render_template("meetings/plan.html", sheet=sheet)


def _both_plans(read: Submission) -> Answer:
    """A mate was faster: show both plans, and let the writer choose."""
    at = _here()
    series = series_of(at.group)
    if series is None:
        return _plan(plan_sheet(at, None, agreed={})), 409
    return _plan(both("meetings", at, read, kept=series, answers=series.answers)), 409


def _move(sheet: Sheet, when: str) -> str:
    return render_template("meetings/move.html", sheet=sheet, when=when)


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "planned": gettext("The meetings are planned. Everybody in your circle sees them."),
        "moved": gettext("The meeting is moved. Nobody has missed it."),
        "marked": gettext("Your mark is saved. You can correct it for two weeks."),
        "card": gettext("Your card is saved. The others see it when the meeting begins."),
        "note": gettext("The note is filed. The promises are in the lists of their owners."),
    }
    return [("ok", words[what])] if what in words else []
