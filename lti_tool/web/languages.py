"""English, Danish, German and Italian: which one a page speaks, and where its words come from.

Catalogues are the `.po` files of `lti_tool/translations`, compiled in memory on first use, so
that neither a checkout nor a wheel holds a built copy that could be stale.
"""

import functools
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale

LANGUAGES = {"en": "English", "da": "Dansk", "de": "Deutsch", "it": "Italiano"}
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


class Catalogues(Domain):  # type: ignore[misc]
    """The words of the pages, from our own files."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language this page speaks."""
        locale = get_locale()
        return catalogue(locale.language if locale else "en")


@functools.cache
def catalogue(language: str) -> NullTranslations:
    """One catalogue; English is the language that the pages are written in."""
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as words:
        write_mo(compiled, read_po(words, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def speak_four_languages(app: Flask) -> None:
    """Choose a language for every page and give templates their words."""
    babel = Babel(app, default_locale="en", locale_selector=chosen_language)
    babel.domain_instance = Catalogues()
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=chosen_language)


def chosen_language() -> str:
    """The visit's language, else the best that the browser asks for, else English."""
    chosen: str | None = g.get("language") if has_app_context() else None
    if chosen or not has_request_context():
        return chosen or "en"
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Speak to somebody who is not here, as in a file or an e-mail; English where unknown."""
    before, g.language = g.get("language"), language or "en"
    try:
        with force_locale(g.language):
            yield
    finally:
        g.language = before


def nearest(locale: str | None) -> str | None:
    """The language of ours for a locale such as `de-AT`, `pt_br` or `DA`; None if we have none."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else None
