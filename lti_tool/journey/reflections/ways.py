"""The ways of looking back that this institution offers, from `config/reflections.toml`.

Each is a form of `config/forms`. A file in the institution's own folder replaces ours; a file that
is wrong stops its reader with one sentence that names the file and the key.
"""

import functools
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lti_tool.forms.entry import Entry, FormWrong

FILE = "reflections.toml"
Moment = Literal["usual", "middle", "end"]


@dataclass(frozen=True)
class Ways:
    """Names of forms: what suits which moment, and what one may pick besides."""

    usual: str
    middle: str
    end: str
    others: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, each once, in the order of the file."""
        return tuple(dict.fromkeys((self.usual, self.middle, self.end, *self.others)))

    def at(self, moment: Moment) -> str:
        """The way that suits a moment."""
        return {"usual": self.usual, "middle": self.middle, "end": self.end}[moment]


@functools.cache
def load_ways(folders: tuple[Path, ...], forms: Collection[str]) -> Ways:
    """Read the ways once, from the first folder that has the file; each is one of the forms."""
    file = next(folder / FILE for folder in folders if (folder / FILE).is_file())
    try:
        entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    usual, middle, end = (entry.name(key) for key in ("usual", "middle", "end"))
    made = Ways(usual, middle, end, entry.names("others"))
    entry.done()
    for name in made.names:
        if name not in forms:
            raise entry.wrong(name, f"there is no forms/{name}.toml")
    return made


def moment_of(held: int, planned: int) -> Moment:
    """Where a circle stands in its series: so many of the planned meetings have been held."""
    if held and held >= planned:
        return "end"
    return "middle" if held and held == (planned + 1) // 2 else "usual"
