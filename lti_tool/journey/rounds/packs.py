"""Which lines speak of which objective, and forms of third parties, from `config/measures.toml`.

The institution's own file wins. A file that is wrong stops its reader with one sentence that
names the file and the key.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lti_tool.forms.definition import Audience
from lti_tool.forms.entry import Entry, FormWrong
from lti_tool.forms.kinds import Scale
from lti_tool.forms.shelf import load_forms
from lti_tool.programme.outline.kinds import load_objectives

FILE = "measures.toml"


@dataclass(frozen=True)
class Pack:
    """A form of a third party; asked only when somebody has confirmed its terms by name."""

    form: str
    source: str
    licence: str
    confirmed_by: str


@dataclass(frozen=True)
class Measures:
    """All of the file: names of lines by objective, and the packs that are switched on."""

    lines: Mapping[str, tuple[str, ...]]
    packs: tuple[Pack, ...]


@functools.cache
def load_measures(folders: tuple[Path, ...]) -> Measures:
    """Read the file of these folders once; the first folder that has it wins. Raises FormWrong."""
    file = next(folder / FILE for folder in folders if (folder / FILE).is_file())
    try:
        entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    known = tuple(load_objectives(folders))
    packs = [_pack(one, folders) for one in entry.tables("packs")]
    lines = dict(_measure(one, known) for one in entry.tables("measures"))
    entry.done()
    return Measures(lines, tuple(one for one in packs if one.confirmed_by))


def _measure(entry: Entry, known: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    made = entry.one_of("objective", known), entry.names("lines")
    entry.done()
    return made


def _pack(entry: Entry, folders: tuple[Path, ...]) -> Pack:
    made = Pack(
        form=entry.name("form"),
        source=entry.take("source", str),
        licence=entry.take("licence", str),
        confirmed_by=entry.take("confirmed_by", str, ""),
    )
    entry.done()
    if not made.source.strip() or not made.licence.strip():
        raise entry.wrong("licence", "write the source and the licence of these lines")
    _check_form(made, entry, folders)
    return made


def _check_form(made: Pack, entry: Entry, folders: tuple[Path, ...]) -> None:
    """A pack can be counted like our own lines, and takes no name of theirs."""
    forms = load_forms(folders)
    if made.form not in forms:
        raise entry.wrong("form", f"there is no forms/{made.form}.toml")
    ours = {one.name for name in ("before", "after") for one in forms[name].fields}
    for field in forms[made.form].fields:
        is_scale = isinstance(field.kind, Scale) and field.audience is Audience.COHORT
        if not is_scale or field.name in ours:
            raise entry.wrong("form", f"{field.name}: a scale for the cohort, named anew")
