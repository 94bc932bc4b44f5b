"""The pages that plan a circle's meetings: the whole series, and another moment for one of them."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.db import utcnow
from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.fields import DrawnOption
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.journey.circle.queries import Seated, seated
from lti_tool.journey.meetings.actions import choose_agenda, move_meeting, plan_meetings
from lti_tool.journey.meetings.agendas import Agenda, load_agendas
from lti_tool.journey.meetings.forms import (
    again,
    both,
    move_sheet,
    moved_to,
    plan_sheet,
    read_move,
    read_plan,
)
from lti_tool.journey.meetings.models import Meeting
from lti_tool.journey.meetings.queries import meeting_of, series_of
from lti_tool.journey.meetings.words import when_words
from lti_tool.launch.session import learners_only, visit
from lti_tool.programme.guards import uses
from lti_tool.programme.outline.extras import PRACTICE
from lti_tool.web.config import config_dirs
from lti_tool.web.languages import chosen_language

pages = Blueprint("planning", __name__, url_prefix="/s/<sid>/meetings")
Answer = Response | tuple[str, int]
TOLD = 3
"""Parts of an agenda by which one knows it."""


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
    meeting = meeting_of(at, key)
    said = read_move(sent, meeting)
    if said.errors:
        return _move(again("move", at, said, sent=sent, key=key), when_words(meeting)), 422
    if moved_to(meeting, said) <= utcnow():
        said.errors["clock"] = gettext("Choose a time that lies ahead.")
        return _move(again("move", at, said, sent=sent, key=key), when_words(meeting)), 422
    move_meeting(at, meeting, to=moved_to(meeting, said), seen=seen_version(sent))
    return redirect(url_for("meetings.all_ours", said="moved"), 303)


@pages.get("/<key>/agenda")
@learners_only
def agenda(key: str) -> str:
    """Other ways in which one meeting may run."""
    return _agenda(meeting_of(_here(), key))


@pages.post("/<key>/agenda")
@learners_only
def save_agenda(key: str) -> Answer:
    """Let one meeting run another way; that stands in the feed."""
    at, name = _here(), request.form.get("agenda", "")
    meeting = meeting_of(at, key)
    if name not in _agendas():
        return _agenda(meeting, [("look", gettext("Choose one of the lines."))]), 422
    try:
        choose_agenda(at, meeting, name)
    except ChangedMeanwhile:
        return _agenda(meeting, [("look", gettext("This meeting is over."))]), 422
    return redirect(url_for("meetings.show", key=key, said="agenda") + "#agenda", 303)


def _here() -> Seated:
    return seated(visit().membership)


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


def _agendas() -> Mapping[str, Agenda]:
    """Those that this course can follow: a situation needs the pages to practise with."""
    known = load_agendas(config_dirs())
    return known if uses(PRACTICE) else {k: one for k, one in known.items() if not one.plays}


def _agenda(meeting: Meeting, notices: Sequence[tuple[str, str]] = ()) -> str:
    language = chosen_language()
    options = [
        DrawnOption(
            name,
            one.title.speak(language),
            " · ".join(part.title.speak(language) for part in one.parts[:TOLD]) + " …",
        )
        for name, one in _agendas().items()
    ]
    return render_template(
        "meetings/agenda.html", meeting=meeting, options=options, page_notices=notices
    )
