"""The forms of requests and answers, on their way to the page and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale
from markupsafe import Markup

from lti_tool.courses.models import Membership
from lti_tool.db import utcnow
from lti_tool.forms.definition import Audience, Field, Form, Option, Words
from lti_tool.forms.fields import DrawnField, draw, draw_again
from lti_tool.forms.kinds import Recipients, Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import (
    Sheet,
    Told,
    blank_sheet,
    kept_sheet,
    sheet_again,
    sheet_of_both,
    told,
)
from lti_tool.forms.shelf import form
from lti_tool.forms.words import AudienceLine, Company, line_for
from lti_tool.journey.help.models import ANSWER_FORM, FEEDBACK, HELP, Recipient, Request, Rung
from lti_tool.journey.help.queries import Letter, answer_read, reply_read, rungs_for, support
from lti_tool.journey.help.words import comes_back, goes_to, rung_effect, rung_label

KIND = "-kind"
"""The hidden field that says what is asked for."""
WORD_BACK = "word_back"


def kind_of(sent: Sent) -> str:
    """Whether help or feedback is asked for."""
    return FEEDBACK if FEEDBACK in sent.get(KIND, ()) else HELP


def blank_request(author: Membership, kind: str, begun: Mapping[str, Any]) -> Sheet:
    """An empty request, with what a link has chosen already."""
    made = _request_form(author, kind, begun.get("to", ()))
    return blank_sheet(made, Company(), begun)


def kept_request(author: Membership, kept: Request) -> Sheet:
    """A request in its boxes."""
    made = _request_form(author, kept.kind, kept.answers.get("to", ()))
    return kept_sheet(made, kept, kept.answers, company=Company())


def read_request(author: Membership, sent: Sent) -> Submission:
    """What was sent for a request."""
    return read(_request_form(author, kind_of(sent), sent.get("to", ())), sent)


def request_again(author: Membership, key: str, *, read: Submission, sent: Sent) -> Sheet:
    """The boxes with what is wrong beside each."""
    made = _request_form(author, kind_of(sent), sent.get("to", ()))
    return sheet_again(made, read, Company(), key=key, seen=seen_version(sent))


def both_requests(author: Membership, kept: Request, sent: Submission) -> Sheet:
    """What was written here in the boxes, and beside it what was saved meanwhile elsewhere."""
    made = _request_form(author, kept.kind, kept.answers.get("to", ()))
    return sheet_of_both(made, sent, kept, answers=kept.answers, company=Company())


def request_told(kind: str, answers: Mapping[str, Any]) -> tuple[Told, ...]:
    """A request to be read, without whom it goes to: the names stand beside it."""
    return told(form(kind), answers, without=("to",))


@dataclass(frozen=True)
class AnswerShown:
    """An answer as the one who asked sees it: what was said, what they said to it, or the boxes."""

    one: Recipient
    told: tuple[Told, ...]
    reply: tuple[Told, ...]
    fields: tuple[DrawnField, ...]
    readers: AudienceLine
    is_wrong: bool


@dataclass(frozen=True)
class Before:
    """What is said above the button that sends: to whom, until when, and their numbers."""

    goes_to: Markup
    comes_back: str
    expected: str


def before_sending(asked: Request, rungs: Sequence[Rung]) -> Before | None:
    """What happens if this request is sent now; None where nobody would get it."""
    if not rungs:
        return None
    people = list({one.id: one for rung in rungs for one in rung.people}.values())
    back_at = utcnow() + timedelta(days=support().waits[rungs[0].level])
    expected = "-".join(str(one.id) for one in people)
    return Before(goes_to(people), comes_back(back_at), expected)


def answers_shown(asked: Request, wrong: Mapping[int, Submission]) -> list[AnswerShown]:
    """The answers to a request, the first one first; `wrong` are replies that could not be kept."""
    return [
        AnswerShown(
            one,
            told=answer_told(one),
            reply=reply_told(one),
            fields=_reply_fields(one, wrong.get(one.id)),
            readers=readers_line(one.membership),
            is_wrong=one.id in wrong,
        )
        for one in asked.recipients
        if one.answered_at
    ]


def answer_told(one: Recipient) -> tuple[Told, ...]:
    """An answer as the one who asked reads it."""
    return told(form(ANSWER_FORM[one.request.kind]), answer_read(one))


def reply_told(one: Recipient) -> tuple[Told, ...]:
    """A word back as the one who answered reads it."""
    return told(form(WORD_BACK), reply_read(one))


def readers_line(*people: Membership) -> AudienceLine:
    """Who can read what is sent to these people, by the rule that guards it."""
    return line_for(Audience.ADDRESSED, _company(*people))


def answer_sheet(letter: Letter, sent: Submission | None = None) -> Sheet:
    """The boxes of an answer; `sent` where something in it is wrong."""
    return _letter_sheet(ANSWER_FORM[letter.kind], letter.author, sent)


def read_answer(letter: Letter, sent: Sent) -> Submission:
    """What was sent for an answer."""
    return read(form(ANSWER_FORM[letter.kind]), sent)


def read_reply(sent: Sent) -> Submission:
    """What was sent for a word back."""
    return read(form(WORD_BACK), sent)


def _reply_fields(one: Recipient, sent: Submission | None) -> tuple[DrawnField, ...]:
    """The boxes of a word back; several may stand on one page, so each has ids of its own."""
    sheet = _letter_sheet(WORD_BACK, one.membership, sent)
    return tuple(replace(field, id=f"{field.id}-{one.id}") for field in sheet.form.fields)


def _letter_sheet(name: str, to: Membership, sent: Submission | None) -> Sheet:
    made, company = form(name), _company(to)
    drawn = draw_again(made, sent, company) if sent else draw(made, {}, company)
    return Sheet(drawn, key="", version=0)


def _company(*people: Membership) -> Company:
    names = [one.user.shown_name for one in people]
    return Company(addressees=format_list(names, locale=get_locale()))


def _request_form(author: Membership, kind: str, chosen: Any) -> Form:
    """The form with the people who may be asked now."""
    made, waits = form(kind), support().waits
    rungs = rungs_for(author, kind, chosen=[one for one in chosen if isinstance(one, str)])
    lines = tuple(_option(one, waits[one.level]) for one in rungs)
    return replace(made, fields=tuple(_peopled(one, lines) for one in made.fields))


def _option(rung: Rung, days: int) -> Option:
    return Option(rung.value, _said(rung_label(rung)), _said(rung_effect(rung, days)))


def _said(words: str) -> Words:
    """Words that stand in the reader's language already."""
    return Words({"en": words})


def _peopled(field: Field, lines: tuple[Option, ...]) -> Field:
    if not isinstance(field.kind, Recipients):
        return field
    kind = replace(field.kind, values=tuple(one.value for one in lines))
    return replace(field, kind=kind, options=lines)
