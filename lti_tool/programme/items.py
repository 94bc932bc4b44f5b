"""The countable items of a programme, from `config/participation.toml`; plain Python.

The institution's own file wins. A file that is wrong stops its reader with one sentence that
names the file and the key.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lti_tool.programme.scoring import MODELS, Bundle, Kind
from lti_tool.settings import read_first

FILE = "participation.toml"
LANGUAGES = ("en", "da", "de", "it")
TAG = "peer-circles-participation"
RESOURCE_ID = "participation"
"""Together they find the column of a course again, also in a copy of the course."""
SLOT = "{item}"
"""Where the name of an item stands in the name of its own column."""
LONGEST_COLUMN = 255
"""Signs; Moodle falls over a longer label."""
SETTINGS = {"free_misses": 0, "full": 20, "minimum": 5}
LIMITS = {"points": 1.0, "most": float("inf"), "weekly": float("inf")}


@dataclass(frozen=True, slots=True)
class Labels:
    """What people read, in the order of LANGUAGES."""

    said: tuple[str, ...]

    def speak(self, language: str) -> str:
        """In this language; English where we do not speak it."""
        return self.said[LANGUAGES.index(language) if language in LANGUAGES else 0]


@dataclass(frozen=True, slots=True)
class Item:
    """Something that counts when it is done."""

    kind: Kind
    labels: Labels

    @property
    def key(self) -> str:
        """What the ledger calls it."""
        return self.kind.key

    def label(self, language: str) -> str:
        """What people read; English where we do not speak the language."""
        return self.labels.speak(language)


@dataclass(frozen=True, slots=True)
class Participation:
    """What counts in every course of this institution, and what a course begins with."""

    column: Labels
    column_each: Labels
    """With `SLOT`: what the column of one item is called, where each has its own."""
    model: str
    free_misses: int
    full: int
    minimum: int
    items: tuple[Item, ...]
    bundles: tuple[tuple[Bundle, Labels], ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all items."""
        return frozenset(item.key for item in self.items)


@functools.cache
def participation(config_dirs: tuple[Path, ...]) -> Participation:
    """The items, read once per process from the first folder that has the file.

    Raises SettingWrong naming the file and the key that is wrong.
    """
    return read_first(config_dirs, FILE, _checked)


def tag_of(item: str = "") -> str:
    """The tag of the column of one item; without an item that of all together."""
    return f"{TAG}-{item}" if item else TAG


def _checked(data: dict[str, Any]) -> Participation:
    _only(data, ("column", "column_each", "model", *SETTINGS, "items", "bundles"), where="the file")
    rows = data.get("items")
    if not isinstance(rows, list) or not rows:
        raise ValueError("items: write at least one [[items]].")
    items = tuple(_item(row, f"items[{number}]") for number, row in enumerate(rows, start=1))
    keys = [item.key for item in items]
    if len(set(keys)) != len(keys):
        raise ValueError(f"items: each key once; these stand there: {', '.join(keys)}.")
    return Participation(
        column=_column(data.get("column"), "column"),
        column_each=_column_each(data.get("column_each", f"Peer Circles: {SLOT}")),
        model=_model(data.get("model", MODELS[0])),
        items=items,
        bundles=_bundles(data.get("bundles", []), keys),
        **{name: _whole(data, name, default=default) for name, default in SETTINGS.items()},
    )


def _item(row: Any, where: str) -> Item:
    if not isinstance(row, dict):
        raise ValueError(f"{where}: write it as [[items]] with key and label.")
    _only(row, ("key", "label", "alone", *LIMITS), where=where)
    is_alone = row.get("alone", True)
    if not isinstance(is_alone, bool):
        raise ValueError(f"{where}.alone: write true or false.")
    limits = {name: _number(row, name, where=where) for name in LIMITS}
    kind = Kind(_text(row, "key", where=f"{where}.key"), is_alone, **limits)
    return Item(kind, _labels(row.get("label"), f"{where}.label"))


def _bundles(rows: Any, keys: Sequence[str]) -> tuple[tuple[Bundle, Labels], ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("bundles: write each as [[bundles]].")
    return tuple(_bundle(row, f"bundles[{i}]", keys) for i, row in enumerate(rows, start=1))


def _bundle(row: dict[str, Any], where: str, keys: Sequence[str]) -> tuple[Bundle, Labels]:
    _only(row, ("key", "label", "share", "needs"), where=where)
    needs, share = row.get("needs"), row.get("share")
    if not isinstance(needs, dict) or not needs:
        raise ValueError(f"{where}.needs: write an item and how often, such as {{ goal = 1 }}.")
    _only(needs, keys, where=f"{where}.needs")
    wanted = {key: _whole(needs, key, default=1) for key in needs}
    if not isinstance(share, int | float) or not 0 < share <= 1:
        raise ValueError(f"{where}.share: write a number above 0, 1 at most.")
    bundle = Bundle(_text(row, "key", where=f"{where}.key"), float(share), wanted)
    return bundle, _labels(row.get("label"), f"{where}.label")


def _column_each(value: Any) -> Labels:
    labels = _column(value, "column_each")
    if not all(one.count(SLOT) == 1 for one in labels.said):
        raise ValueError(f"column_each: write {SLOT} once, where the name of the activity stands.")
    return labels


def _column(value: Any, where: str) -> Labels:
    """One name for all languages, or one for each."""
    if isinstance(value, dict):
        labels = _labels(value, where)
    else:
        labels = Labels((_text({where: value}, where, where=where),) * len(LANGUAGES))
    if max(map(len, labels.said)) > LONGEST_COLUMN:
        raise ValueError(f"{where}: {LONGEST_COLUMN} signs at most.")
    return labels


def _labels(labels: Any, where: str) -> Labels:
    if not isinstance(labels, dict):
        raise ValueError(f"{where}: write it in {', '.join(LANGUAGES)}.")
    _only(labels, LANGUAGES, where=where)
    return Labels(tuple(_text(labels, one, where=f"{where}.{one}") for one in LANGUAGES))


def _model(value: Any) -> str:
    if value not in MODELS:
        raise ValueError(f"model: write one of {', '.join(MODELS)}.")
    return str(value)


def _text(row: dict[str, Any], name: str, *, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: write some words here.")
    return value.strip()


def _whole(row: dict[str, Any], name: str, *, default: int) -> int:
    value = row.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{name}: write a whole number, 0 or more.")
    return value


def _number(row: dict[str, Any], name: str, *, where: str) -> float:
    value = row.get(name, LIMITS[name])
    if not isinstance(value, int | float) or isinstance(value, bool) or not value >= 0:
        raise ValueError(f"{where}.{name}: write a number, 0 or more.")
    return float(value)


def _only(row: dict[str, Any], names: Iterable[str], *, where: str) -> None:
    strange = sorted(set(row) - set(names))
    if strange:
        raise ValueError(f"{strange[0]}: {where} knows no such key.")
