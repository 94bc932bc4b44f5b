"""Ways of making circles that staff choose by name, from `config/matching/*.toml`.

The institution's own file of the same name wins. A file that is wrong stops its reader with one
sentence that names the file and the key.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong
from lti_tool.groups.matching import Aim
from lti_tool.groups.plan.choices import MOST_WEIGHT, Wanted


@dataclass(frozen=True)
class Preset:
    """A way of making circles: its words, and what it wants of each criterion."""

    name: str
    place: int
    """Presets are offered in this order."""
    title: Words
    effect: Words
    criteria: Mapping[str, Wanted]


@functools.cache
def load_presets(folders: tuple[Path, ...]) -> Mapping[str, Preset]:
    """The presets of these folders, read once, in the order of their places. Raises FormWrong."""
    files = {
        file.stem: file
        for folder in reversed(folders)
        for file in sorted((folder / "matching").glob("*.toml"))
    }
    made = sorted(map(_preset, files.values()), key=lambda one: (one.place, one.name))
    return {one.name: one for one in made}


def _preset(file: Path) -> Preset:
    try:
        entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    made = Preset(
        name=file.stem,
        place=entry.take("place", int, 0),
        title=Words(entry.words("title", needed=True)),
        effect=Words(entry.words("effect")),
        criteria=dict(_criterion(one) for one in entry.tables("criteria")),
    )
    entry.done()
    return made


def _criterion(entry: Entry) -> tuple[str, Wanted]:
    name = entry.take("name", str)
    aim = Aim(entry.one_of("aim", [one.value for one in Aim]))
    weight = entry.take("weight", int, 1)
    if not 0 <= weight <= MOST_WEIGHT:
        raise entry.wrong("weight", f"a whole number from 0 to {MOST_WEIGHT}")
    entry.done()
    return name, Wanted(aim, weight)
