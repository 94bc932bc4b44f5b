"""Who can read what, over all forms, from the rule that guards them; for the views of home."""

from collections.abc import Iterator
from dataclasses import dataclass

from lti_tool.forms.audience import Share, audience_of
from lti_tool.forms.definition import Field, Form
from lti_tool.forms.shelf import all_forms
from lti_tool.forms.words import AudienceLine, Company, line_for
from lti_tool.web.languages import chosen_language


@dataclass(frozen=True)
class Case:
    """For whom a field stands; `choices` are the share choices that make it so, none: always."""

    line: AudienceLine
    choices: tuple[str, ...]


@dataclass(frozen=True)
class FieldReaders:
    """The cases that hold for all of these fields."""

    labels: tuple[str, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class FormReaders:
    """All fields of one form, those with the same readers together."""

    title: str
    fields: tuple[FieldReaders, ...]


def readers_of_all(company: Company) -> list[FormReaders]:
    """Every field of every form, with everybody who may come to read it."""
    return [
        FormReaders(form.title.speak(chosen_language()), tuple(_together(form, company)))
        for form in all_forms().values()
    ]


def _together(form: Form, company: Company) -> Iterator[FieldReaders]:
    labels: dict[tuple[Case, ...], list[str]] = {}
    for field in form.fields:
        cases = tuple(_cases(form, field, company))
        labels.setdefault(cases, []).append(field.label.speak(chosen_language()))
    for cases, said in labels.items():
        yield FieldReaders(tuple(said), cases)


def _cases(form: Form, field: Field, company: Company) -> Iterator[Case]:
    """Ask the rule under every share choice, and gather the choices that come to the same."""
    found = {audience_of(field, share=Share()): list[str]()}
    for option in (option for one in form.fields if one.is_share for option in one.options):
        audience = audience_of(field, share=Share(frozenset(option.opens)))
        found.setdefault(audience, []).append(option.label.speak(chosen_language()))
    for audience, choices in found.items():
        yield Case(line_for(audience, company), tuple(choices) if len(found) > 1 else ())
