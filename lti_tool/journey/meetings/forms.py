"""The forms of meetings, on their way to the page and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from lti_tool.forms.definition import Field, Form, Option, Words
from lti_tool.forms.fields import draw
from lti_tool.forms.grids import Promises
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Kept, Sheet, blank_sheet, kept_sheet, sheet_again, sheet_of_both
from lti_tool.forms.shelf import form
from lti_tool.forms.words import Company
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.meetings.models import Card, Meeting, Promise, Series
from lti_tool.journey.meetings.rota import is_left_out, moment
from lti_tool.programme.outline.queries import usual_series
from lti_tool.web.days import today

USUAL: Mapping[str, Any] = {"count": 6, "minutes": 50}
"""What a first plan begins with."""
NEEDED = {
    "first_day", "clock", "zone", "rhythm", "count", "minutes", "mode", "place", "agenda",
}  # fmt: skip
"""The fields without which no series can be laid out; an institution may add others."""
AGREED = ("rhythm", "mode", "agenda")
"""What a link to a first plan may bring along from elsewhere."""


def plan_sheet(at: Seated, series: Series | None, *, agreed: Mapping[str, str]) -> Sheet:
    """How the circle meets, in its boxes; a first plan begins with what was agreed elsewhere."""
    made = form("meetings")
    if series is not None:
        return kept_sheet(made, series, series.answers, company=company_of(at))
    usual = usual_series(at.me.context, today=today())
    wanted = {**USUAL, **{name: one for name, one in usual.items() if one}}
    wanted |= {name: agreed[name] for name in AGREED if agreed.get(name)}
    begun = {one.name: _begun(one, wanted.get(one.name)) for one in made.fields}
    return Sheet(draw(made, begun, company_of(at)), key="", version=0)


def read_plan(sent: Sent, series: Series | None) -> Submission:
    """What was sent for a plan; a first day that stood before may lie behind us."""
    said = read(form("meetings"), sent, series.answers if series else None)
    if not said.errors:
        _refuse_left_out(said, said.values["first_day"], said.values["zone"])
    return said


def move_sheet(at: Seated, meeting: Meeting) -> Sheet:
    """The day and time of a meeting, in their boxes."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    answers = {"day": local.date().isoformat(), "clock": f"{local:%H:%M}"}
    drawn = draw(form("move"), answers, company_of(at))
    return Sheet(drawn, key=meeting.key, version=meeting.version)


def read_move(sent: Sent, meeting: Meeting) -> Submission:
    """What was sent for another moment."""
    said = read(form("move"), sent)
    if not said.errors:
        _refuse_left_out(said, said.values["day"], meeting.zone)
    return said


def _refuse_left_out(said: Submission, day: str, zone: str) -> None:
    """Who chooses a moment that will never be is asked again, instead of being moved silently."""
    clock = time.fromisoformat(said.values["clock"])
    if is_left_out(date.fromisoformat(day), clock, zone):
        said.errors["clock"] = gettext(
            "The clocks leave out %(time)s on that day. Choose another time.", time=f"{clock:%H:%M}"
        )


def moved_to(meeting: Meeting, read: Submission) -> datetime:
    """The moment that was chosen, by the clock of the series."""
    day, clock = date.fromisoformat(read.values["day"]), time.fromisoformat(read.values["clock"])
    return moment(day, clock, meeting.zone)


def card_sheet(at: Seated, meeting: Meeting, card: Card | None) -> Sheet:
    """What a member brings, in its boxes; the key is that of the meeting."""
    if card is None:
        return replace(blank_sheet(form("card"), company_of(at)), key=meeting.key)
    return kept_sheet(form("card"), card, card.answers, company=company_of(at))


def note_form(at: Seated) -> Form:
    """The form of a note, whose promises are given by those who sit here now."""
    made = form("note")
    people = tuple(Option(str(one.id), Words({"en": one.user.shown_name})) for one in at.people)
    return replace(made, fields=tuple(_peopled(one, people) for one in made.fields))


def note_sheet(at: Seated, meeting: Meeting, promises: Sequence[Promise]) -> Sheet:
    """The note of a meeting in its boxes, new or again."""
    made = note_form(at)
    if meeting.note is None:
        return replace(blank_sheet(made, company_of(at)), key=meeting.key)
    answers = note_answers(meeting.note.answers, promises)
    return replace(kept_sheet(made, meeting.note, answers, company=company_of(at)), key=meeting.key)


def note_answers(answers: Mapping[str, Any], promises: Sequence[Promise]) -> dict[str, Any]:
    """A note with its promises as the form has them."""
    return {**answers, "promises": [_row(one) for one in promises]}


def again(name: str, at: Seated, read: Submission, *, sent: Sent, key: str = "") -> Sheet:
    """The boxes of a form with what is wrong beside each."""
    made = note_form(at) if name == "note" else form(name)
    return sheet_again(made, read, company_of(at), key=key, seen=seen_version(sent))


def both(name: str, at: Seated, read: Submission, *, kept: Kept, answers: Any) -> Sheet:
    """What was written here in the boxes, and beside it what somebody else saved meanwhile."""
    made = note_form(at) if name == "note" else form(name)
    return sheet_of_both(made, read, kept, answers=answers, company=company_of(at))


def company_of(at: Seated) -> Company:
    """Who sits around the writer now."""
    return Company(mates=len(at.mates))


def _begun(field: Field, wanted: Any) -> Any:
    """What a box begins with: what is usual, as far as the form of this institution knows it."""
    known = [option.value for option in field.options]
    if known and wanted not in known:
        return known[0]
    most = getattr(field.kind, "highest", None)
    return min(wanted, most) if most and wanted else wanted


def _peopled(field: Field, people: tuple[Option, ...]) -> Field:
    if not isinstance(field.kind, Promises):
        return field
    kind = replace(field.kind, values=tuple(one.value for one in people))
    return replace(field, kind=kind, options=people)


def _row(promise: Promise) -> dict[str, Any]:
    by_when = promise.by_when.isoformat() if promise.by_when else ""
    return {"who": promise.membership_id, "what": promise.what, "by_when": by_when}
