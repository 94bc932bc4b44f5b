"""Writing a request, sending it to people by name, answering, letting it pass, closing it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.shelf import form
from lti_tool.journey.help.models import FEEDBACK, Recipient, Request, Rung
from lti_tool.journey.help.queries import (
    chosen_rungs,
    find_request,
    letter_to,
    request_of,
    support,
)
from lti_tool.programme.actions import record_once


def write_request(
    author: Membership, key: str, *, kind: str, values: dict[str, Any], seen: int
) -> None:
    """Keep a request, sent to nobody yet; `seen` is the version its writer had before them.

    What was answered already is not changed under the answer: raises NotHere. Raises
    ChangedMeanwhile when another version stands by now.
    """
    kept = find_request(author, key)
    expect_version(kept, seen)
    if kept is None:
        kept = Request(membership_id=author.id, key=key)
        db.session.add(kept)
    elif kept.state not in ("draft", "back") or kept.kind != kind:
        raise NotHere("a request that is with others is not changed")
    kept.keep(form(kind), values)
    settle()


def people_of(rungs: Iterable[Rung]) -> dict[int, Membership]:
    """Who would get a request, each once, by the numbers of their memberships."""
    return {person.id: person for rung in rungs for person in rung.people}


def send_request(author: Membership, key: str, *, expected: set[int]) -> None:
    """Send a request to those whose names its author has just read: `expected`, and nobody else.

    Sent twice is sent once. Raises ChangedMeanwhile when others would get it by now, NotHere
    where nobody would, or where it is with others already.
    """
    asked = request_of(author, key)
    if asked.state in ("sent", "seen") and {one.membership_id for one in _asked(asked)} == expected:
        return
    rungs = chosen_rungs(author, asked)
    people = people_of(rungs)
    if asked.state not in ("draft", "back") or not people:
        raise NotHere("nobody to send this request to")
    if set(people) != expected:
        raise ChangedMeanwhile("other people would get this request")
    _hand_over(asked, people)
    asked.level, asked.sent_at = rungs[0].level, utcnow()
    asked.back_at = asked.sent_at + timedelta(days=support().waits[asked.level])
    settle()


def close_request(author: Membership, key: str) -> None:
    """End a request; who has not answered cannot read it any more. Twice is once."""
    asked = request_of(author, key)
    asked.closed_at = asked.closed_at or utcnow()
    settle()


def reply_to(author: Membership, key: str, recipient_id: int, values: dict[str, Any]) -> None:
    """Say to one who answered what becomes of it; raises NotHere where they gave no answer."""
    asked = request_of(author, key)
    one = next((one for one in asked.recipients if one.id == recipient_id), None)
    if one is None or one.answered_at is None:
        raise NotHere("no answer to reply to")
    one.reply, one.replied_at = values, utcnow()
    settle()


def see(reader: Membership, request_id: int) -> None:
    """Keep when somebody first read what they were asked."""
    one = letter_to(reader, request_id).recipient
    one.seen_at = one.seen_at or utcnow()


def answer(reader: Membership, request_id: int, values: dict[str, Any]) -> None:
    """Answer what one was asked; the same twice is once, and a letter that is sent stays as it is.

    Raises ChangedMeanwhile for another answer than the one that was sent.
    """
    one = letter_to(reader, request_id).recipient
    if one.answer == values:
        return
    if one.answered_at is not None:
        raise ChangedMeanwhile("answered in another window")
    one.answer, one.answered_at = values, utcnow()
    one.seen_at = one.seen_at or utcnow()
    if one.request.kind == FEEDBACK:
        # It tells no duty: whoever lets a request pass has missed nothing.
        record_once(reader, "feedback", one.request.key)
    settle()


def let_pass(reader: Membership, request_id: int) -> None:
    """Say that somebody else should be asked; where all said so it is back at once."""
    one = letter_to(reader, request_id).recipient
    if one.answered_at is None:
        one.passed_at = utcnow()
    settle()


def _asked(asked: Request) -> list[Recipient]:
    return [one for one in asked.everybody if one.ended_at is None]


def _hand_over(asked: Request, people: dict[int, Membership]) -> None:
    """From those who had it to these people; whom it goes to again is asked anew."""
    rows = select(Recipient).filter_by(request_id=asked.id)
    had = {one.membership_id: one for one in db.session.scalars(rows)}
    for one in had.values():
        one.ended_at = one.ended_at or utcnow()
    for person in people.values():
        one = had.get(person.id) or Recipient(membership_id=person.id, request_id=asked.id)
        one.is_staff, one.asked_at = person.is_staff, utcnow()
        one.seen_at = one.passed_at = one.ended_at = None
        db.session.add(one)
