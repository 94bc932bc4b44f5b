"""The lines that staff can send to a circle as they stand, from `config/prompts.toml`.

A line is data, so each member reads it in their own language. The institution's own file wins; a
file that is wrong stops its reader with one sentence that names the file and the key.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong

NEEDED = ("agreement", "meeting", "quiet")
MOST_DAYS = 90


@dataclass(frozen=True)
class Prompt:
    """A line, and after how many days of waiting it is offered."""

    after: int
    text: Words


@functools.cache
def load_prompts(folders: tuple[Path, ...]) -> Mapping[str, Prompt]:
    """The lines by what they are about. Raises FormWrong."""
    file = next(one for folder in folders if (one := folder / "prompts.toml").is_file())
    try:
        whole = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    made = dict(map(_prompt, whole.tables("prompts")))
    whole.done()
    if sorted(made) != sorted(NEEDED):
        raise whole.wrong("prompts", f"one each of {', '.join(NEEDED)}")
    return made


def _prompt(entry: Entry) -> tuple[str, Prompt]:
    name, after = entry.one_of("name", NEEDED), entry.take("after", int)
    if not 1 <= after <= MOST_DAYS:
        raise entry.wrong("after", f"days, from 1 to {MOST_DAYS}")
    made = Prompt(after, Words(entry.words("text", needed=True)))
    entry.done()
    return name, made
