"""A form ready to be drawn by `templates/parts/fields.html`; the views of any step may use it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lti_tool.forms.audience import Share, share_of
from lti_tool.forms.definition import Answers, Audience, Field, Form, Option, Page
from lti_tool.forms.reading import Submission
from lti_tool.forms.words import AudienceLine, Company, audience_line, line_for
from lti_tool.web.languages import chosen_language


@dataclass(frozen=True)
class DrawnOption:
    """One line of a choice, in the reader's language."""

    value: str
    label: str
    effect: str


@dataclass(frozen=True)
class DrawnField:
    """One field as the template asks for it; texts are in the reader's language."""

    name: str
    id: str
    kind: str
    label: str
    hint: str
    required: bool
    value: Any
    error: str | None
    options: tuple[DrawnOption, ...]
    audience: AudienceLine | None
    maxlength: int | None
    rows: int | None
    min: int | None
    max: int | None
    autocomplete: str | None = "off"
    step: int | None = None
    most: int | None = None
    suggests: int = 0
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class DrawnPart:
    """One page of a form that is drawn as a whole: some of its fields under a heading."""

    name: str
    title: str
    lead: str
    fields: tuple[DrawnField, ...]


@dataclass(frozen=True)
class DrawnForm:
    """A whole form.

    `opens` says which fields each line of a share choice opens, `lines` are the sentences between
    which those fields change, by who is meant: a script may change them at once. `parts` are its
    pages, if it has some: a script may show one at a time.
    """

    title: str
    lead: str
    fields: tuple[DrawnField, ...]
    opens: Mapping[str, Mapping[str, list[str]]]
    lines: Mapping[str, AudienceLine]
    parts: tuple[DrawnPart, ...] = ()


def draw(form: Form, answers: Answers, company: Company) -> DrawnForm:
    """A form with the answers that are kept."""
    return _draw(form, answers, {}, company=company)


def draw_again(form: Form, sent: Submission, company: Company) -> DrawnForm:
    """A form as it was sent, with what is wrong beside each field."""
    return _draw(form, sent.typed, sent.errors, company=company)


def _draw(
    form: Form, answers: Answers, errors: Mapping[str, str], *, company: Company
) -> DrawnForm:
    language, share = chosen_language(), share_of(form, answers)
    fields = tuple(
        _field(one, answers.get(one.name), errors.get(one.name),
               audience=_line(one, share, company))
        for one in form.fields
    )  # fmt: skip
    return DrawnForm(
        title=form.title.speak(language),
        lead=form.lead.speak(language),
        fields=fields,
        opens={one.name: _opens(one.options) for one in form.fields if one.is_share},
        lines=_lines(company),
        parts=tuple(_part(one, fields) for one in form.pages),
    )


def _lines(company: Company) -> dict[str, AudienceLine]:
    """The sentences between which a share choice moves; the script puts in who is chosen."""
    named = replace(company, chosen="…")
    return {
        **{one.value: line_for(one, company) for one in (Audience.ME, Audience.GROUP)},
        Audience.CHOSEN.value: line_for(Audience.CHOSEN, named),
    }


def _part(page: Page, fields: Iterable[DrawnField]) -> DrawnPart:
    language = chosen_language()
    here = tuple(one for one in fields if one.name in page.fields)
    return DrawnPart(page.name, page.title.speak(language), page.lead.speak(language), here)


def _field(
    field: Field, value: Any, error: str | None, *, audience: AudienceLine | None
) -> DrawnField:
    language, kind = chosen_language(), field.kind
    return DrawnField(
        name=field.name,
        id=field.name.replace("_", "-"),
        kind=kind.word,
        label=field.label.speak(language),
        hint=field.hint.speak(language),
        required=field.is_required and kind.word != "choice",
        value=value,
        error=error,
        options=tuple(_options(field.options, language)),
        audience=audience,
        maxlength=getattr(kind, "longest", None),
        rows=getattr(kind, "rows", None),
        min=getattr(kind, "lowest", None),
        max=getattr(kind, "highest", None),
        most=getattr(kind, "most", None),
        suggests=getattr(kind, "suggests", 0),
        step=getattr(kind, "steps", None),
        ends=(field.low.speak(language), field.high.speak(language)),
    )


def _line(field: Field, share: Share, company: Company) -> AudienceLine | None:
    """Who can read a field; what opens others needs no such line, since its rows say it."""
    is_said = field.is_share or field.kind.word == "mates"
    return None if is_said else audience_line(field, share=share, company=company)


def _opens(options: Iterable[Option]) -> dict[str, list[str]]:
    return {option.value: list(option.opens) for option in options}


def _options(options: Iterable[Option], language: str) -> Iterable[DrawnOption]:
    for one in options:
        yield DrawnOption(one.value, one.label.speak(language), one.effect.speak(language))
