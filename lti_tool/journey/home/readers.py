"""Who can read what, over all forms, from the rule that guards them; for the views of home."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lti_tool.forms.audience import Share, audience_of
from lti_tool.forms.definition import Field, Form
from lti_tool.forms.shelf import all_forms
from lti_tool.forms.words import AudienceLine, Company, line_for
from lti_tool.journey.reflections.queries import ways
from lti_tool.journey.rounds.packs import load_measures
from lti_tool.journey.rounds.plan import AFTER, BEFORE, PULSE
from lti_tool.programme.outline.extras import HEALTH, REFLECTIONS, ROUNDS, SKILLS
from lti_tool.web.config import config_dirs
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


def forms_in(uses: Collection[str]) -> list[Form]:
    """The forms that members find in a course with these extras."""
    packs = (one.form for one in load_measures(config_dirs()).packs)
    theirs: dict[str, tuple[str, ...]] = {
        REFLECTIONS: ways().names,
        SKILLS: ("skills",),
        HEALTH: ("health",),
        ROUNDS: (BEFORE, PULSE, AFTER, *packs),
    }
    unused = {name for extra, names in theirs.items() if extra not in uses for name in names}
    return [form for name, form in all_forms().items() if name not in unused]


def readers_of_all(company: Company, uses: Collection[str]) -> list[FormReaders]:
    """Every field of every form of a course, with everybody who may come to read it."""
    return [
        FormReaders(form.title.speak(chosen_language()), tuple(_together(form, company)))
        for form in forms_in(uses)
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
        label = option.label.speak(chosen_language())
        for chosen in _narrowings(form):
            share = Share(frozenset(option.opens), chosen)
            said = found.setdefault(audience_of(field, share=share), [])
            said += [label] if label not in said else []
    for audience, choices in found.items():
        yield Case(line_for(audience, company), tuple(choices) if len(found) > 1 else ())


def _narrowings(form: Form) -> list[frozenset[int] | None]:
    """For the whole circle; and for some of it, where the form asks."""
    asks = any(one.kind.word == "mates" for one in form.fields)
    return [None, frozenset()] if asks else [None]
