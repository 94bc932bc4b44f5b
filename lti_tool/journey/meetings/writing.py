"""The pages on which a meeting is written: what one brings to it, and its note."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.answers import find
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.forms.shelf import form
from lti_tool.journey.circle.queries import Seated, seated
from lti_tool.journey.meetings.actions import save_card
from lti_tool.journey.meetings.filing import file_note
from lti_tool.journey.meetings.forms import (
    again,
    both,
    card_sheet,
    note_answers,
    note_form,
    note_sheet,
)
from lti_tool.journey.meetings.models import Card, Meeting
from lti_tool.journey.meetings.queries import meeting_of, promises_in
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("writing", __name__, url_prefix="/s/<sid>/meetings/<key>")
Answer = Response | tuple[str, int]


@pages.get("/card")
@learners_only
def card(key: str) -> str:
    """What one brings to a meeting, in its boxes."""
    at = _here()
    meeting = meeting_of(at, key)
    sheet = card_sheet(at, meeting, find(Card, at.me.id, meeting.key))
    return _sheet("meetings/card.html", sheet, meeting)


@pages.post("/card")
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


@pages.get("/note")
@learners_only
def note(key: str) -> str:
    """The note of a meeting, in its boxes."""
    at = _here()
    meeting = meeting_of(at, key)
    return _sheet("meetings/note.html", note_sheet(at, meeting, promises_in(meeting)), meeting)


@pages.post("/note")
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


def _here() -> Seated:
    return seated(visit().membership)


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
