"""The agendas of this institution, from `config/agendas/*.toml`, laid out over real minutes.

A file in the institution's own folder replaces ours of the same name. A file that is wrong stops
its reader with one sentence that names the file and the key.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong


@dataclass(frozen=True)
class Part:
    """One part of an agenda; with `each` it goes round the circle.

    `cards` names a deck of `config/cards` that lies on the table meanwhile; with `role_plays` the
    circle chooses a situation of `config/role-plays`.
    """

    minutes: int
    title: Words
    hint: Words
    each: bool = False
    cards: str = ""
    role_plays: bool = False


@dataclass(frozen=True)
class Agenda:
    """What a meeting runs through."""

    name: str
    title: Words
    parts: tuple[Part, ...]

    @property
    def plays(self) -> bool:
        """Whether the circle chooses a situation to practise in it."""
        return any(one.role_plays for one in self.parts)


@dataclass(frozen=True)
class Slot:
    """Some minutes of a real meeting; `seat` is whose they are, by the order of seats."""

    part: Part
    starts_at: datetime
    minutes: int
    seat: int | None = None


@functools.cache
def load_agendas(folders: tuple[Path, ...]) -> Mapping[str, Agenda]:
    """Read the agendas of these folders once; the first folder that has a file wins."""
    files = {
        file.stem: file
        for folder in reversed(folders)
        for file in sorted((folder / "agendas").glob("*.toml"))
    }
    return {name: _read(file) for name, file in sorted(files.items())}


def lay_out(agenda: Agenda, starts_at: datetime, minutes: int, *, people: int) -> list[Slot]:
    """The slots of a meeting, one after the other, in as many minutes as it has and no more.

    Whatever goes round gives everybody the same minutes; a minute that cannot be shared is left
    for the end.
    """
    weights = [
        (part, seat, part.minutes / (people if part.each else 1))
        for part in agenda.parts
        for seat in (range(people) if part.each else (None,))
    ]
    whole = sum(weight for _, _, weight in weights)
    slots, at = [], starts_at
    for part, seat, weight in weights:
        lasts = int(weight * minutes / whole + 1e-9)
        slots.append(Slot(part, at, lasts, seat))
        at += timedelta(minutes=lasts)
    return slots


def _read(file: Path) -> Agenda:
    try:
        entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    made = Agenda(
        name=file.stem,
        title=Words(entry.words("title", needed=True)),
        parts=tuple(_part(one) for one in entry.tables("parts")),
    )
    entry.done()
    if not made.parts:
        raise entry.wrong("parts", "write at least one [[parts]]")
    return made


def _part(entry: Entry) -> Part:
    made = Part(
        minutes=entry.take("minutes", int),
        title=Words(entry.words("title", needed=True)),
        hint=Words(entry.words("hint")),
        each=entry.take("each", bool, False),
        cards=entry.take("cards", str, ""),
        role_plays=entry.take("role_plays", bool, False),
    )
    if made.minutes < 1:
        raise entry.wrong("minutes", "a whole number from 1")
    entry.done()
    return made
