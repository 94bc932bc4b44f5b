"""A small exercise for each skill, from `config/skills.toml`; the institution's own file wins."""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong

FILE = "skills.toml"


@functools.cache
def load_exercises(folders: tuple[Path, ...]) -> Mapping[str, Words]:
    """The exercises by the names of the fields of the form `skills`; raises FormWrong."""
    file = next(folder / FILE for folder in folders if (folder / FILE).is_file())
    try:
        entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    found = {}
    for one in entry.tables("exercises"):
        found[one.name("name")] = Words(one.words("text", needed=True))
        one.done()
    entry.done()
    return found
