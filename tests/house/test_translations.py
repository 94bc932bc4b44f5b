"""Translations fit the sentences they stand for, and every text of `config/` has all languages."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from lti_tool.web.languages import CATALOGUES, LANGUAGES

OTHERS = sorted(set(LANGUAGES) - {"en"})
PLACES = re.compile(r"%\(\w+\)[a-z]")
TAGS = re.compile(r"</?\w+[^>]*>")
QUOTES = {"da": "»«", "de": "„“", "it": "«»"}
ENGLISH_QUOTES = "“”"
OUR_NAME = {"en": "Peer Circles"}
"""The one text that is the same everywhere."""
SAME_AS_ENGLISH: dict[str, set[str]] = {
    "da": {"%(num)d person", "Feedback", "Id", "Institution", "Platform"},
    "de": {"Name"},
    "it": {"EEEE d MMMM", "EEE d MMM", "d MMMM"},
}
"""Words that are the same in two languages; each was looked at."""


@pytest.fixture(params=OTHERS)
def language(request: pytest.FixtureRequest) -> str:
    """Each language but English."""
    return str(request.param)


@pytest.fixture
def catalogue(language: str) -> Catalog:
    """The catalogue of this language."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as handle:
        return read_po(handle, locale=language)


def test_names_and_numbers_keep_their_places(catalogue: Catalog) -> None:
    for english, translated in _sentences(catalogue):
        assert Counter(PLACES.findall(translated)) == Counter(PLACES.findall(english)), translated


def test_a_singular_may_say_its_number_in_words(catalogue: Catalog) -> None:
    for message in _plurals(catalogue):
        for words in message.string:
            assert set(PLACES.findall(words)) <= set(PLACES.findall(message.id[1])), words


def test_a_plural_says_its_number(catalogue: Catalog) -> None:
    for message in _plurals(catalogue):
        assert Counter(PLACES.findall(message.string[-1])) == Counter(
            PLACES.findall(message.id[1])
        ), message.string[-1]


def test_tags_stay(catalogue: Catalog) -> None:
    for message in catalogue:
        for english, translated in zip(_forms(message.id), _forms(message.string), strict=True):
            assert TAGS.findall(translated) == TAGS.findall(english), translated


def test_nothing_is_left_in_english(catalogue: Catalog, language: str) -> None:
    allowed = SAME_AS_ENGLISH[language]
    same = {
        words
        for message in catalogue
        for words in _forms(message.string)
        if words and words in _forms(message.id)
    }
    assert same - allowed == set()


def test_quotes_are_those_of_the_language(catalogue: Catalog, language: str) -> None:
    for message in catalogue:
        for words in _forms(message.string):
            strange = (set(ENGLISH_QUOTES) | {'"'}) - set(QUOTES[language])
            assert not strange & set(TAGS.sub("", words)), words


def test_every_text_of_the_configuration_has_all_languages(checkout: Path) -> None:
    for file in sorted((checkout / "config").rglob("*.toml")):
        for place, words in _texts(tomllib.loads(file.read_text("utf-8"))):
            assert set(words) == set(LANGUAGES) or words == OUR_NAME, f"{file.name}: {place}"
            assert all(text.strip() for text in words.values()), f"{file.name}: {place}"


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every table that says something in any of our languages, with its place in the file."""
    if isinstance(value, list):
        for i, one in enumerate(value):
            yield from _texts(one, f"{place}[{i}]")
    elif isinstance(value, dict) and set(value) & set(LANGUAGES):
        yield place, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, f"{place}.{key}")


def _sentences(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    return ((m.id, m.string) for m in catalogue if m.id and isinstance(m.id, str))


def _plurals(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.pluralizable)


def _forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
