"""The short lessons of this institution, from `config/lessons/*.md`, ready to be shown.

A file is named `<number>_<name>.<language>.md`: the number orders the lessons, a file of the same
name in the institution's own folder replaces ours. It begins with a heading and one paragraph; its
last section is what to try. Markdown is read by markdown-it-py; HTML in it stays plain text, links
lead to http(s) addresses only, and pictures are left out, so that nothing is loaded from elsewhere.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from lti_tool.forms.definition import ENGLISH
from lti_tool.forms.entry import FormWrong
from lti_tool.web.languages import LANGUAGES

NAMED = re.compile(r"(?P<name>\d+_[a-z][a-z0-9_]*)\.(?P<language>[a-z]{2})\.md")
SAFE_LINK = re.compile(r"https?://", re.IGNORECASE)
WORDS_A_MINUTE = 100
"""Read slowly, and thought about."""


@dataclass(frozen=True)
class Text:
    """A lesson in one language: its parts as safe HTML, and about how long it takes."""

    title: str
    lead: Markup
    body: Markup
    to_try: Markup
    minutes: int


@dataclass(frozen=True)
class Lesson:
    """One lesson in its languages."""

    name: str
    texts: Mapping[str, Text]

    def speak(self, language: str) -> Text:
        """The lesson in a language, else in English, else in any there is."""
        fallback = self.texts.get(ENGLISH) or next(iter(self.texts.values()))
        return self.texts.get(language) or fallback


@functools.cache
def load_lessons(folders: tuple[Path, ...]) -> Mapping[str, Lesson]:
    """Read all lessons once; raises FormWrong naming the file that is wrong."""
    files = {
        file.name: file
        for folder in reversed(folders)
        for file in sorted((folder / "lessons").glob("*.md"))
    }
    found: dict[str, dict[str, Text]] = {}
    for filename, file in sorted(files.items()):
        named = NAMED.fullmatch(filename)
        if not named or named["language"] not in LANGUAGES:
            raise FormWrong(f"{file}: name it as 1_listening.en.md, in a language of ours.")
        found.setdefault(named["name"], {})[named["language"]] = _read(file)
    return {name: Lesson(name, texts) for name, texts in found.items()}


def _read(file: Path) -> Text:
    text = file.read_text("utf-8")
    blocks = list(_sections(text))
    if len(blocks) < 2 or not blocks[0].startswith("# "):
        raise FormWrong(f"{file}: begin with # and a title, and end with ## and what to try.")
    title, _, lead = blocks[0].removeprefix("# ").partition("\n")
    if not lead.strip():
        raise FormWrong(f"{file}: write a paragraph below the title.")
    return Text(
        title=title.strip(),
        lead=_html(lead, inline=True),
        body=_html("\n".join(blocks[1:-1])),
        to_try=_html(blocks[-1].partition("\n")[2]),
        minutes=max(3, round(len(text.split()) / WORDS_A_MINUTE)),
    )


def _sections(text: str) -> Iterator[str]:
    """The text before the first second-rank heading, then each section with its heading."""
    yield from (one for one in re.split(r"^(?=## )", text.strip(), flags=re.MULTILINE) if one)


def _html(text: str, *, inline: bool = False) -> Markup:
    reader = _reader()
    return Markup(reader.renderInline(text.strip()) if inline else reader.render(text))


@functools.cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    reader.validateLink = lambda url: bool(SAFE_LINK.match(url))  # type: ignore[method-assign]
    return reader
