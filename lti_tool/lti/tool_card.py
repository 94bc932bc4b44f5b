"""What we tell a platform about ourselves, read from `config/tool.toml`: words, rights, places.

For `dynamic_registration` and the pages of `platforms`. The institution's own file wins.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lti_tool.settings import SettingWrong

FILE = "tool.toml"
PREFIX = "pc_"
LINKS_OWN = "pc_activity"
"""Belongs to deep links: Moodle would let the registration's value win."""
KEYS = {"icon", "title", "description", "scopes", "claims", "messages", "custom"}

Words = Mapping[str, str]
"""A text by language; English always stands."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Scopes or claims that we ask for, with what that is and why."""

    names: tuple[str, ...]
    what: Words
    why: Words


@dataclass(frozen=True, slots=True)
class Place:
    """One message that we receive, and where a platform may offer it."""

    type: str
    placements: tuple[str, ...]
    label: Words


@dataclass(frozen=True, slots=True)
class ToolCard:
    """All of it; `custom` are the parameters that come back with each launch."""

    title: Words
    description: Words
    icon: str
    scopes: tuple[Wish, ...]
    claims: tuple[Wish, ...]
    messages: tuple[Place, ...]
    custom: Mapping[str, str]

    @property
    def scope_names(self) -> tuple[str, ...]:
        """Every scope that we know how to use."""
        return tuple(name for wish in self.scopes for name in wish.names)

    @property
    def claim_names(self) -> tuple[str, ...]:
        """Every claim about a person that we use."""
        return tuple(name for wish in self.claims for name in wish.names)


def in_language(words: Words, language: str) -> str:
    """A text in this language, or in English."""
    return words.get(language) or words["en"]


@functools.lru_cache(maxsize=8)
def tool_card(config_dirs: tuple[Path, ...]) -> ToolCard:
    """The card of this tool; raises SettingWrong naming the file and what is wrong in it."""
    file = next((one / FILE for one in config_dirs if (one / FILE).is_file()), None)
    if file is None:
        raise SettingWrong(f"{FILE} is in no configuration folder.")
    try:
        return _read(tomllib.loads(file.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingWrong(f"{file}: {error}") from error


def _read(data: dict[str, Any]) -> ToolCard:
    if strange := sorted(set(data) ^ KEYS):
        raise ValueError(f"{strange[0]}: missing, or there is no such key.")
    return ToolCard(
        title=_words(data["title"]),
        description=_words(data["description"]),
        icon=str(data["icon"]),
        scopes=tuple(map(_wish, data["scopes"])),
        claims=tuple(map(_wish, data["claims"])),
        messages=tuple(map(_place, data["messages"])),
        custom=_custom(data["custom"]),
    )


def _wish(data: dict[str, Any]) -> Wish:
    return Wish(tuple(map(str, data["names"])), _words(data["what"]), _words(data["why"]))


def _place(data: dict[str, Any]) -> Place:
    return Place(data["type"], tuple(map(str, data["placements"])), _words(data["label"]))


def _words(data: dict[str, str]) -> Words:
    if not all(isinstance(text, str) and text for text in data.values()) or "en" not in data:
        raise ValueError("write texts by language, English (en) among them.")
    return data


def _custom(data: dict[str, str]) -> dict[str, str]:
    for name, value in data.items():
        if not name.startswith(PREFIX) or name == LINKS_OWN or not isinstance(value, str):
            raise ValueError(f"custom.{name}: begin another name with {PREFIX}, and write a text.")
    return data
