"""The countable items of a programme, from `config/participation.toml`; plain Python.

The institution's own file wins. A file that is wrong stops its reader with one sentence that
names the file and the key.
"""

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lti_tool.settings import SettingWrong

FILE = "participation.toml"
LANGUAGES = ("en", "da", "de", "it")
TAG = "peer-circles-participation"
RESOURCE_ID = "participation"
"""Together they find the column of a course again, also in a copy of the course."""
LONGEST_COLUMN = 255
"""Signs; Moodle falls over a longer label."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that counts when it is done; `labels` are in the order of LANGUAGES."""

    key: str
    labels: tuple[str, ...]

    def label(self, language: str) -> str:
        """What people read; English where we do not speak the language."""
        return self.labels[LANGUAGES.index(language) if language in LANGUAGES else 0]


@dataclass(frozen=True, slots=True)
class Participation:
    """What counts in every course of this institution, and how its gradebook column is called."""

    column: str
    free_misses: int
    items: tuple[Item, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all items."""
        return frozenset(item.key for item in self.items)


@functools.cache
def participation(config_dirs: tuple[Path, ...]) -> Participation:
    """The items, read once per process from the first folder that has the file.

    Raises SettingWrong naming the file and the key that is wrong.
    """
    file = next((folder / FILE for folder in config_dirs if (folder / FILE).is_file()), None)
    if file is None:
        raise SettingWrong(f"{FILE} is in none of {', '.join(map(str, config_dirs))}.")
    try:
        return _checked(tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise SettingWrong(f"{file}: {error}") from error


def _checked(data: dict[str, Any]) -> Participation:
    _only(data, ("column", "free_misses", "items"), where="the file")
    rows = data.get("items")
    if not isinstance(rows, list) or not rows:
        raise ValueError("items: write at least one [[items]].")
    items = tuple(_item(row, f"items[{number}]") for number, row in enumerate(rows, start=1))
    keys = [item.key for item in items]
    if len(set(keys)) != len(keys):
        raise ValueError(f"items: each key once; these stand there: {', '.join(keys)}.")
    column = _text(data, "column", where="column")
    if len(column) > LONGEST_COLUMN:
        raise ValueError(f"column: {LONGEST_COLUMN} signs at most.")
    return Participation(column, _free_misses(data.get("free_misses", 0)), items)


def _item(row: Any, where: str) -> Item:
    if not isinstance(row, dict):
        raise ValueError(f"{where}: write it as [[items]] with key and label.")
    _only(row, ("key", "label"), where=where)
    key, labels = _text(row, "key", where=f"{where}.key"), row.get("label")
    if not isinstance(labels, dict):
        raise ValueError(f"{where}.label: write label.en, label.da, label.de and label.it.")
    _only(labels, LANGUAGES, where=f"{where}.label")
    said = tuple(_text(labels, one, where=f"{where}.label.{one}") for one in LANGUAGES)
    return Item(key, said)


def _text(row: dict[str, Any], name: str, *, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: write some words here.")
    return value.strip()


def _free_misses(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("free_misses: write a whole number, 0 or more.")
    return value


def _only(row: dict[str, Any], names: Iterable[str], *, where: str) -> None:
    strange = sorted(set(row) - set(names))
    if strange:
        raise ValueError(f"{strange[0]}: {where} knows no such key.")
