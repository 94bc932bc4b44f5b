"""The kinds of peer mentoring, and what a programme can be for: `config/kinds.toml`, `objectives`.

The institution's own file wins. A file that is wrong stops its reader with one sentence that
names the file and the key.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong

Folders = tuple[Path, ...]


@dataclass(frozen=True)
class Kind:
    """One kind: its words for staff and students, and the circles and meetings that suit it."""

    name: str
    title: Words
    effect: Words
    what: Words
    """What a student is told that it is."""
    gain: Words
    """What one gets from it, and gives."""
    size: int
    smallest: int
    largest: int
    preset: str
    agenda: str
    experienced: int
    """How many in each circle feel sure in the subject."""

    def fitting(self, size: int) -> int:
        """A size of circles that suits this kind: the one that stands, if it does."""
        return size if self.smallest <= size <= self.largest else self.size


@functools.cache
def load_kinds(folders: Folders) -> Mapping[str, Kind]:
    """The kinds by name, in the order of the file. Raises FormWrong."""
    return {one.name: one for one in map(_kind, _rows(folders, "kinds"))}


@functools.cache
def load_objectives(folders: Folders) -> Mapping[str, Words]:
    """What a programme can be for, by name, in the order of the file. Raises FormWrong."""
    return dict(map(_objective, _rows(folders, "objectives")))


def _rows(folders: Folders, name: str) -> list[Entry]:
    """The tables `[[name]]` of the first file `name.toml`."""
    file = next((one for folder in folders if (one := folder / f"{name}.toml").is_file()), None)
    if file is None:
        raise FormWrong(f"{name}.toml: there is no such file.")
    try:
        whole = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    rows = whole.tables(name)
    whole.done()
    if not rows:
        raise whole.wrong(name, f"write at least one [[{name}]]")
    return rows


def _kind(entry: Entry) -> Kind:
    made = Kind(
        name=entry.name("name"),
        title=Words(entry.words("title", needed=True)),
        effect=Words(entry.words("effect")),
        what=Words(entry.words("what", needed=True)),
        gain=Words(entry.words("gain")),
        size=entry.take("size", int),
        smallest=entry.take("smallest", int),
        largest=entry.take("largest", int),
        preset=entry.name("preset"),
        agenda=entry.name("agenda"),
        experienced=entry.take("experienced", int, 0),
    )
    entry.done()
    if not 2 <= made.smallest <= made.size <= made.largest <= 8:
        raise entry.wrong("size", "2 to 8, between smallest and largest")
    return made


def _objective(entry: Entry) -> tuple[str, Words]:
    made = entry.name("name"), Words(entry.words("title", needed=True))
    entry.done()
    return made
