"""A robot that reads pages: which links and forms stand there, and how a form can be filled.

It knows no page by name, so a page that is added tomorrow is read as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest

MOST_CHOICES = 4
"""Choices of one field that are tried; more of the same kind find nothing new."""


@dataclass
class Form:
    """A form: where it goes, what it sends unasked, and what there is to choose and to write."""

    action: str
    method: str
    sent: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    """The kind of each box by its name: text, date, number."""
    page: str = ""
    """Where it stands."""

    @property
    def names(self) -> list[str]:
        """All that it sends."""
        return [*self.sent, *self.choices, *self.boxes]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each name with each value that the form may send for it, boxes left out."""
        yield from ((name, value) for name, value in self.sent.items() if name != "csrf")
        for name, values in self.choices.items():
            yield from ((name, value) for value in values[:MOST_CHOICES])

    def filled(self, words: str) -> Iterator[dict[str, str]]:
        """Ways to fill this form: each choice is taken at least once, `words` in every box."""
        written = {name: self._word(kind, words) for name, kind in self.boxes.items()}
        columns = [options[:MOST_CHOICES] for options in self.choices.values()] or [[""]]
        for row in zip_longest(*columns):
            pairs = zip(self.choices, row, strict=False)
            chosen = {name: one for name, one in pairs if one is not None}
            yield {**self.sent, **written, **chosen}

    def _word(self, kind: str, words: str) -> str:
        return {"date": "2099-12-04", "number": "3", "time": "10:00"}.get(
            kind, "2099-12-04T10:00" if kind.startswith("datetime") else words
        )


@dataclass
class Page:
    """What a page offers."""

    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects links, forms and their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href"):
            self.page.links.append(found["href"])
        elif tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower())
            self.page.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, found)

    def handle_endtag(self, tag: str) -> None:
        """The end of a form or a list of choices."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _field(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(found.get("value", ""))
        elif not name:
            return
        elif tag == "textarea":
            form.boxes[name] = "text"
        elif tag == "button" or (tag == "input" and kind in ("radio", "checkbox", "submit")):
            form.choices.setdefault(name, []).append(found.get("value", "on"))
        elif tag == "input" and kind == "hidden":
            form.sent[name] = found.get("value", "")
        elif tag == "input" and kind != "file":
            form.boxes[name] = kind


def read(html: str) -> Page:
    """The links and forms of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.page
