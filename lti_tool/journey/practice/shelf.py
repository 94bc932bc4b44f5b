"""What circles practise with: decks of `config/cards`, situations of `config/role-plays`.

A file in the institution's own folder replaces ours of the same name. A file that is wrong stops
its reader with one sentence that names the file and the key.
"""

import functools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Card:
    """One card of a deck."""

    title: Words
    text: Words


@dataclass(frozen=True)
class Deck:
    """Cards that lie on the table during a part of a meeting."""

    title: Words
    lead: Words
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class RolePlay:
    """A situation: what one knows and wants, what the other one knows, what to watch for."""

    minutes: int
    title: Words
    situation: Words
    aim: Words
    other: Words
    opens: Words
    """What is said first."""
    watch: tuple[Words, ...]


@functools.cache
def load_decks(folders: tuple[Path, ...]) -> Mapping[str, Deck]:
    """Read all decks once; raises FormWrong."""
    return _load(folders, "cards", _deck)


@functools.cache
def load_role_plays(folders: tuple[Path, ...]) -> Mapping[str, RolePlay]:
    """Read all situations once, in the order of their files; raises FormWrong."""
    return _load(folders, "role-plays", _role_play)


def _load(
    folders: tuple[Path, ...], below: str, read: Callable[[Entry], Thing]
) -> Mapping[str, Thing]:
    files = {
        file.stem: file
        for folder in reversed(folders)
        for file in sorted((folder / below).glob("*.toml"))
    }
    return {name: _read(file, read) for name, file in sorted(files.items())}


def _read(file: Path, read: Callable[[Entry], Thing]) -> Thing:
    try:
        entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    made = read(entry)
    entry.done()
    return made


def _deck(entry: Entry) -> Deck:
    cards = tuple(_card(one) for one in entry.tables("cards"))
    if not cards:
        raise entry.wrong("cards", "write at least one [[cards]]")
    return Deck(_said(entry, "title"), Words(entry.words("lead")), cards)


def _card(entry: Entry) -> Card:
    made = Card(_said(entry, "title"), _said(entry, "text"))
    entry.done()
    return made


def _role_play(entry: Entry) -> RolePlay:
    minutes = entry.take("minutes", int)
    if minutes < 1:
        raise entry.wrong("minutes", "a whole number from 1")
    return RolePlay(
        minutes=minutes,
        title=_said(entry, "title"),
        situation=_said(entry, "situation"),
        aim=_said(entry, "aim"),
        other=_said(entry, "other"),
        opens=_said(entry, "opens"),
        watch=tuple(_watched(one) for one in entry.tables("watch")),
    )


def _watched(entry: Entry) -> Words:
    made = _said(entry, "text")
    entry.done()
    return made


def _said(entry: Entry, key: str) -> Words:
    return Words(entry.words(key, needed=True))
