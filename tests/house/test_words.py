"""Every word that people read stands in the catalogues of all languages, translated."""

import re
import string
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import Environment

from lti_tool.web.languages import CATALOGUES, LANGUAGES

OTHERS = sorted(set(LANGUAGES) - {"en"})
PLACES = re.compile(r"%\((\w+)\)[ds]")
LETTERS = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTES = re.compile(r'[\w-]+="[^"]*"')
"""Those that a macro writes stand outside a tag."""
OUR_NAME = "Peer Circles"
READ_ALOUD = {"aria-label", "alt", "placeholder", "title"}


@pytest.fixture(scope="module")
def said(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The words of the pages as they are today."""
    file = tmp_path_factory.mktemp("words") / "messages.pot"
    command = [str(Path(sys.executable).with_name("pybabel")), "-q", "extract", "-F", "babel.cfg"]
    keywords = ["-k", "lazy_gettext", "-k", "lazy_ngettext:1,2"]
    subprocess.run([*command, *keywords, "-o", str(file), "."], cwd=checkout, check=True)
    with file.open("rb") as handle:
        return read_po(handle)


@pytest.fixture(params=OTHERS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """The catalogue of one language."""
    file = CATALOGUES / request.param / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as handle:
        return read_po(handle, locale=request.param)


def test_every_word_of_the_pages_is_in_the_catalogue(catalogue: Catalog, said: Catalog) -> None:
    assert {m.id for m in said if m.id} - {m.id for m in catalogue} == set()


def test_the_catalogue_holds_nothing_that_is_no_longer_said(
    catalogue: Catalog, said: Catalog
) -> None:
    assert {m.id for m in catalogue if m.id} - {m.id for m in said} == set()


def test_every_word_is_translated(catalogue: Catalog) -> None:
    open_ = [m.id for m in catalogue if m.id and (m.fuzzy or not all(_strings(m.string)))]
    assert open_ == []


def test_plurals_have_all_their_forms(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.pluralizable:
            assert len(message.string) == catalogue.num_plurals, message.id


def test_translations_keep_the_places_for_names_and_numbers(catalogue: Catalog) -> None:
    for message in catalogue:
        wanted = set(PLACES.findall(" ".join(_strings(message.id))))
        for words in _strings(message.string):
            assert set(PLACES.findall(words)) <= wanted, message.id


def test_templates_hold_no_word_outside_the_catalogues(house: Flask, checkout: Path) -> None:
    folder = checkout / "templates"
    bare = {
        file.relative_to(folder).as_posix(): words
        for file in sorted(folder.rglob("*.html"))
        if (words := sorted(_bare_words(house.jinja_env, file.read_text("utf-8"))))
    }
    assert bare == {}


class Text(HTMLParser):
    """Collects what people read or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _bare_words(env: Environment, source: str) -> set[str]:
    reader = Text()
    reader.feed("".join(_written_out(env, source)))
    reader.close()
    spoken = (ATTRIBUTES.sub("", words).replace(OUR_NAME, "") for words in reader.words)
    texts = (" ".join(words.split()) for words in spoken)
    return {words for words in texts if LETTERS.search(words.strip(string.punctuation))}


def _written_out(env: Environment, source: str) -> Iterator[str]:
    """The template's own text, without what is computed and what `{% trans %}` translates."""
    in_trans, begins = False, False
    for _, token, value in env.lex(source):
        if token == "block_begin":
            begins = True
        elif token == "name" and begins:
            in_trans = value == "trans" or (in_trans and value != "endtrans")
            begins = False
        elif token == "data" and not in_trans:
            yield value


def _strings(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
