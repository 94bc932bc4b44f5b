"""A form on its page, with what it needs to be sent back; the pages of any step may use it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flask_babel import gettext, ngettext

from lti_tool.forms.answers import new_key
from lti_tool.forms.definition import Answers, Field, Form
from lti_tool.forms.fields import DrawnForm, draw, draw_again
from lti_tool.forms.kinds import is_blank
from lti_tool.forms.reading import Submission
from lti_tool.forms.words import Company
from lti_tool.web.days import full_day
from lti_tool.web.languages import chosen_language


class Kept(Protocol):
    """What is kept under a key, in a version that only rises."""

    @property
    def key(self) -> str: ...

    @property
    def version(self) -> int: ...


@dataclass(frozen=True)
class Told:
    """An answer to be read: the question, and its lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A drawn form, the key and version it is sent back with, and what was saved meanwhile."""

    form: DrawnForm
    key: str
    version: int
    meanwhile: tuple[Told, ...] = ()


def blank_sheet(form: Form, company: Company, begun: Answers | None = None) -> Sheet:
    """A form that nobody has filled in yet; what must be chosen stands on its first line.

    `begun` are answers that a link has chosen already.
    """
    answers = {**_first_choices(form), **(begun or {})}
    return Sheet(draw(form, answers, company), key=new_key(), version=0)


def kept_sheet(form: Form, kept: Kept, answers: Answers, *, company: Company) -> Sheet:
    """A form with the answers that are kept; a needed choice not made yet is on its first line."""
    made = {name: value for name, value in answers.items() if not is_blank(value)}
    drawn = draw(form, {**_first_choices(form), **made}, company)
    return Sheet(drawn, key=kept.key, version=kept.version)


def sheet_again(form: Form, sent: Submission, company: Company, *, key: str, seen: int) -> Sheet:
    """A form as it was sent, with what is wrong beside each field."""
    return Sheet(draw_again(form, sent, company), key=key, version=seen)


def sheet_of_both(
    form: Form, sent: Submission, kept: Kept, *, answers: Answers, company: Company
) -> Sheet:
    """What was typed here in the boxes, and beside it what was saved meanwhile elsewhere."""
    meanwhile = tuple(
        Told(field.label.speak(chosen_language()), said(field, answers.get(field.name)))
        for field in form.fields
        if said(field, answers.get(field.name)) != said(field, sent.values.get(field.name))
    )
    drawn = draw_again(form, sent, company)
    return Sheet(drawn, key=kept.key, version=kept.version, meanwhile=meanwhile)


def told(form: Form, answers: Answers, *, without: Iterable[str] = ()) -> tuple[Told, ...]:
    """The answers with something in them, in the order of the form."""
    return tuple(
        Told(field.label.speak(chosen_language()), said(field, answers[field.name]))
        for field in form.fields
        if field.name not in without and not is_blank(answers.get(field.name))
        # Whom something is open to is told where the page knows their names.
        if field.options or field.kind.word != "mates"
    )


def told_of_old(form: Form, answers: Answers) -> tuple[Told, ...]:
    """What was answered to questions that the form does not ask any more; for its author alone."""
    return told(replace(form, fields=form.former), answers)


def said(field: Field, value: Any) -> tuple[str, ...]:
    """An answer as lines to be read."""
    if is_blank(value):
        return (str(gettext("Nothing")),)
    if field.kind.word in _LINES:
        return tuple(_LINES[field.kind.word](field, value))
    if field.kind.word == "promises":
        return tuple(_promise(field, row) for row in value)
    if field.options:
        labels = {one.value: one.label.speak(chosen_language()) for one in field.options}
        chosen = value if isinstance(value, list) else [value]
        return tuple(labels.get(str(one), str(one)) for one in chosen)
    return (str(gettext("Yes")),) if value is True else tuple(str(value).splitlines())


def _topics(field: Field, value: Answers) -> Iterator[str]:
    """What one can help with, then what one wants help with, each by its label."""
    sides = {"give": gettext("Can help: %(topic)s"), "want": gettext("Wants help: %(topic)s")}
    for side, words in sides.items():
        for one in field.options:
            if one.value in value.get(side, ()):
                yield words % {"topic": one.label.speak(chosen_language())}


def _hours(field: Field, value: list[str]) -> Iterator[str]:
    yield ngettext("%(num)d hour a week", "%(num)d hours a week", len(value))


def _step(row: Answers) -> str:
    if not row["by_when"]:
        return str(row["what"])
    by_when = full_day(row["by_when"])
    return str(gettext("%(what)s, by %(day)s", what=row["what"], day=by_when))


def _mates(field: Field, value: list[Any]) -> Iterator[str]:
    """The mates of now among those who were chosen."""
    chosen = {str(one) for one in value}
    here = [one.label.speak(chosen_language()) for one in field.options if one.value in chosen]
    yield from here or [gettext("Nobody who is in your circle now")]


_LINES: dict[str, Callable[[Field, Any], Iterable[str]]] = {
    "steps": lambda field, value: map(_step, value),
    "topics": _topics,
    "hours": _hours,
    "mates": _mates,
    "date": lambda field, value: (full_day(value),),
}
"""Kinds whose answers are not words or options."""


def _promise(field: Field, row: Answers) -> str:
    people = {one.value: one.label.speak(chosen_language()) for one in field.options}
    return f"{people.get(str(row['who']), '–')}: {_step(row)}"


def _first_choices(form: Form) -> dict[str, Any]:
    """A needed choice begins on its first line, so the first line must be the careful one."""
    return {
        one.name: one.options[0].value
        for one in form.fields
        if one.is_required and one.kind.word == "choice"
    }
