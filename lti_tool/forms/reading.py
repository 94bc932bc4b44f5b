"""Reading what a browser sent into answers, with a sentence for each that cannot be kept.

Views use it. Nothing that was typed is lost: it goes back into its box as it was written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import format_decimal, gettext

from lti_tool.db import utcnow
from lti_tool.forms.definition import Answers, Field, Form
from lti_tool.forms.kinds import Date, Sent, Wrong, _, is_blank
from lti_tool.web.days import full_day
from lti_tool.web.languages import chosen_language

WEST_OF_US = timedelta(days=1)
"""Where the reader sits, today may be what was yesterday in UTC."""
VERSION = "-version"
"""The hidden field of the version; no field of a form can have this name."""
AFTER_TODAY = _("Choose a date after today, %(today)s.")


@dataclass(frozen=True)
class Submission:
    """A form as it was sent: what can be kept, what was typed, and what is wrong by field."""

    values: dict[str, Any]
    typed: dict[str, Any]
    errors: dict[str, str]


def read(form: Form, sent: Sent, kept: Answers | None = None) -> Submission:
    """Read a form that is finished; `kept` are the answers that stood before."""
    made = read_draft(form, sent, kept)
    missing = {
        field.name: _missing(field)
        for field in form.fields
        if field.is_required and is_blank(made.values.get(field.name, "?"))
    }
    missing |= _nothing_said(form, made.values)
    return Submission(made.values, made.typed, _in_order(form, {**missing, **made.errors}))


def read_draft(form: Form, sent: Sent, kept: Answers | None = None) -> Submission:
    """Read a form that may go on later: nothing is needed yet."""
    typed = {field.name: field.kind.typed(sent, field.name) for field in form.fields}
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in form.fields:
        try:
            values[field.name] = _answer(field, typed[field.name], kept or {})
        except Wrong as wrong:
            errors[field.name] = _sentence(wrong)
    return Submission(values, typed, errors)


def seen_version(sent: Sent) -> int:
    """The version that stood when the page was drawn; 0 for a form that was never saved."""
    number = next(iter(sent.get(VERSION, ())), "")
    return int(number) if re.fullmatch(r"\d{1,9}", number, re.ASCII) else 0


def _answer(field: Field, typed: Any, kept: Answers) -> Any:
    value = field.kind.read(typed)
    is_new = bool(value) and value != kept.get(field.name)
    if isinstance(field.kind, Date) and field.kind.is_ahead and is_new:
        _refuse_past(date.fromisoformat(value))
    return value


def _refuse_past(day: date) -> None:
    today = utcnow().date()
    if day < today - WEST_OF_US:
        raise Wrong(AFTER_TODAY, today=full_day(today))


def _missing(field: Field) -> str:
    return field.missing.speak(chosen_language()) or str(gettext("Write a few words here."))


def _nothing_said(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """An error at the first of the fields of which one must be answered, when none is."""
    if not form.any_of or not all(is_blank(values.get(name, "?")) for name in form.any_of):
        return {}
    field = form.field(form.any_of[0])
    return {field.name: _missing(field)} if field else {}


def _in_order(form: Form, errors: Mapping[str, str]) -> dict[str, str]:
    return {field.name: errors[field.name] for field in form.fields if field.name in errors}


def _sentence(wrong: Wrong) -> str:
    """The sentence in the reader's language, its numbers as they are written there."""
    values = {
        name: format_decimal(value) if isinstance(value, int) else value
        for name, value in wrong.values.items()
    }
    return str(gettext(wrong.sentence)) % values
