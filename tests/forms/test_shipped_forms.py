"""The forms that we ship: every field has an audience, and every word stands in four languages."""

from collections.abc import Iterator

import pytest

from lti_tool.forms.definition import Field, Form, Words
from lti_tool.forms.shelf import ALL_KINDS, load_forms
from lti_tool.settings import shipped
from lti_tool.web.languages import LANGUAGES

FORMS = load_forms((shipped("config"),))
FIELDS = [(form, field) for form in FORMS.values() for field in form.fields]
BEYOND_WORDS = {"choice", "many", "scale", "tick", "date", "clock", "number"}
"""Kinds that explain themselves; a box for words needs a line of help."""


def _names(value: object) -> str | None:
    return getattr(value, "name", None)


def _words_of(form: Form) -> Iterator[tuple[str, Words]]:
    yield "title", form.title
    yield "lead", form.lead
    for field in form.fields:
        yield f"{field.name}.label", field.label
        yield f"{field.name}.hint", field.hint
        yield f"{field.name}.missing", field.missing
        yield f"{field.name}.low", field.low
        yield f"{field.name}.high", field.high
        for option in field.options:
            yield f"{field.name}.{option.value}.label", option.label
            yield f"{field.name}.{option.value}.effect", option.effect


def test_a_goal_and_a_reflection_are_shipped() -> None:
    assert {"goal", "reflection"} <= set(FORMS)


@pytest.mark.parametrize("form", FORMS.values(), ids=_names)
def test_every_word_of_a_form_stands_in_four_languages(form: Form) -> None:
    lacking = {
        place: sorted(set(LANGUAGES) - set(words.texts))
        for place, words in _words_of(form)
        if words.texts and set(words.texts) != set(LANGUAGES)
    }
    assert lacking == {}


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=_names)
def test_every_field_has_an_audience_a_label_and_help_where_it_needs_it(
    form: Form, field: Field
) -> None:
    assert field.audience
    assert field.label.texts
    assert field.hint.texts or field.kind.word in BEYOND_WORDS
    assert field.missing.texts or not field.is_required


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=_names)
def test_the_first_line_of_a_share_choice_opens_nothing(form: Form, field: Field) -> None:
    assert not field.is_share or field.kind.word == "many" or field.options[0].opens == ()


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=_names)
def test_every_line_of_a_share_choice_says_what_it_does(form: Form, field: Field) -> None:
    assert all(option.effect.texts for option in field.options if field.is_share)


SAME = {"it": "no"}
"""What is the same word in both languages."""


@pytest.mark.parametrize("form", FORMS.values(), ids=_names)
def test_translations_are_not_the_english_words(form: Form) -> None:
    same = [
        (place, language)
        for place, words in _words_of(form)
        for language in ("da", "de", "it")
        if words.texts and words.texts[language] == words.texts["en"] != SAME.get(language)
    ]
    assert same == []


def test_the_kinds_of_the_forms_are_the_kinds_we_know() -> None:
    assert {field.kind.word for _, field in FIELDS} <= set(ALL_KINDS)
