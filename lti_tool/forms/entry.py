"""A table of a file in `config/`, read key by key: forms, agendas, presets of circles."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from lti_tool.settings import SettingWrong
from lti_tool.web.languages import LANGUAGES

T = TypeVar("T")
NAME = re.compile(r"[a-z][a-z0-9_]*")


class FormWrong(SettingWrong):
    """A form file is wrong; the message names the file and the key and says what is right."""

    key: str = ""
    """The key that is wrong, where it is one."""


@dataclass
class Entry:
    """One table: what is taken is checked, and what nobody takes is named as wrong."""

    file: Path
    place: str
    table: Mapping[str, Any]
    taken: set[str] = field(default_factory=set)

    def wrong(self, key: str, what: str) -> FormWrong:
        """The error for a key of this table."""
        where = f"{self.place}.{key}" if self.place else key
        error = FormWrong(f"{self.file}: {where}: {what}.")
        error.key = key
        return error

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of a key; without a default it must be there."""
        self.taken.add(key)
        value = self.table.get(key, default)
        if type(value) is not kind:
            raise self.wrong(key, f"this must be there, as {kind.__name__}")
        return value

    def name(self, key: str) -> str:
        """A name that can stand in addresses and databases."""
        value = self.take(key, str)
        if not NAME.fullmatch(value):
            raise self.wrong(key, "small letters, digits and _ only")
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names; none where the key is absent."""
        values = self.take(key, list, [])
        if not all(isinstance(one, str) for one in values):
            raise self.wrong(key, "a list of names")
        return tuple(values)

    def one_of(self, key: str, known: Iterable[str]) -> str:
        """One of the words that are known here."""
        value = self.take(key, str)
        if value not in known:
            raise self.wrong(key, f"{value!r} is none of {', '.join(known)}")
        return value

    def words(self, key: str, *, needed: bool = False) -> dict[str, str]:
        """A text by language, such as `label.en` and `label.da`."""
        texts = self.take(key, dict, {})
        for language, text in texts.items():
            if language not in LANGUAGES:
                raise self.wrong(f"{key}.{language}", f"none of {', '.join(LANGUAGES)}")
            if not isinstance(text, str) or not text.strip():
                raise self.wrong(f"{key}.{language}", "write some words here")
        if needed and not texts:
            raise self.wrong(key, f"write {key}.en and other languages")
        return dict(texts)

    def tables(self, key: str) -> list["Entry"]:
        """The tables of a list, such as `[[fields]]`."""
        rows = self.take(key, list, [])
        if not all(isinstance(row, dict) for row in rows):
            raise self.wrong(key, f"write it as [[{key}]]")
        inner = f"{self.place}.{key}" if self.place else key
        named = (row.get("name") or row.get("value") or i for i, row in enumerate(rows, start=1))
        return [
            Entry(self.file, f"{inner}.{name}", row) for name, row in zip(named, rows, strict=True)
        ]

    def done(self) -> None:
        """Raise FormWrong when the table has a key that nobody took."""
        for key in sorted(set(self.table) - self.taken):
            near = difflib.get_close_matches(key, self.taken, n=1)
            hint = f"did you mean {near[0]}" if near else "no such key"
            raise self.wrong(key, hint)
