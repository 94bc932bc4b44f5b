"""Filing the note of a meeting; its promises flow into the list of each owner."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.answers import settle
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.feed.actions import tell
from lti_tool.journey.meetings.models import Meeting, MeetingNote, Promise
from lti_tool.journey.meetings.queries import promises_in
from lti_tool.programme.actions import record_once, score_again


def file_note(at: Seated, meeting: Meeting, *, values: dict[str, Any], seen: int) -> None:
    """Keep a note; `seen` is the version its writer had before them, 0 for a first note.

    What says the same as what stands is no change. Raises ChangedMeanwhile when another version
    stands by now; then nothing was changed.
    """
    note, kept = meeting.note, promises_in(meeting)
    if note is not None and says_the_same(note, kept, values):
        return
    if (note.version if note else 0) != seen:
        raise ChangedMeanwhile(f"written on version {seen}")
    plain = {name: value for name, value in values.items() if name != "promises"}
    _tell(at, meeting, plain, before=note.answers if note else {})
    if note is None:
        record_once(at.me, "note", meeting.key)
        score_again(one.id for one in at.mates)
        note = MeetingNote(meeting_id=meeting.id)
        db.session.add(note)
    note.answers, note.author_id, note.filed_at = plain, at.me.id, utcnow()
    _keep(at, meeting, values.get("promises", []), kept=kept)
    settle()


def says_the_same(note: MeetingNote, kept: Sequence[Promise], values: Mapping[str, Any]) -> bool:
    """Whether a note stands already as it was written: the same form, sent twice."""
    rows = [(one.membership_id, one.what, str(one.by_when or "")) for one in kept]
    sent = [(row["who"], row["what"], row["by_when"]) for row in values.get("promises", [])]
    plain = {name: value for name, value in values.items() if name != "promises"}
    return rows == sent and note.answers == plain


def _keep(
    at: Seated, meeting: Meeting, rows: Sequence[Mapping[str, Any]], *, kept: Sequence[Promise]
) -> None:
    """A row that was drawn from a promise stays that promise, with what became of it."""
    owners = {one.id: one for one in at.people}
    stays = {row["row"] for row in rows}
    for i, promise in enumerate(kept):
        if i not in stays:
            db.session.delete(promise)
    for position, row in enumerate(rows):
        promise = kept[row["row"]] if row["row"] < len(kept) else _new(at, meeting, row, owners)
        promise.position, promise.what, promise.membership_id = position, row["what"], row["who"]
        promise.by_when = date.fromisoformat(row["by_when"]) if row["by_when"] else None


def _new(
    at: Seated, meeting: Meeting, row: Mapping[str, Any], owners: Mapping[int, Membership]
) -> Promise:
    tell(at.group, owners[row["who"]], kind="promised", what=row["what"])
    promise = Promise(meeting_id=meeting.id)
    db.session.add(promise)
    return promise


def _tell(
    at: Seated, meeting: Meeting, answers: Mapping[str, Any], *, before: Mapping[str, Any]
) -> None:
    """The first note is news, and so is each decision that did not stand there before."""
    if not before:
        tell(at.group, at.me, kind="note-filed", number=meeting.number)
    known = str(before.get("decisions") or "").splitlines()
    for line in str(answers.get("decisions") or "").splitlines():
        if line.strip() and line not in known:
            tell(at.group, at.me, kind="decided", what=line.strip())
