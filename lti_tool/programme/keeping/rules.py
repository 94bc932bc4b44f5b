"""How long words are kept, from `config/retention.toml`; plain Python.

The institution's own file wins. A file that is wrong stops its reader with one sentence.
"""

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lti_tool.programme.outline.dates import LONGEST_KEPT
from lti_tool.settings import read_first

FILE = "retention.toml"
NOTICE = timedelta(days=14)
"""Between the day on which a date is first told and that date, at least."""


@dataclass(frozen=True)
class Retention:
    """Days after the end: `days` until staff choose otherwise, `choices` for them, rising."""

    days: int
    choices: tuple[int, ...]

    def fitting(self, chosen: int | None) -> int:
        """What holds for a course: never more than its staff chose, nor than is allowed."""
        if chosen is None:
            return self.days
        return max((one for one in self.choices if one <= chosen), default=self.choices[0])


def due_day(end: date, days: int, *, told: date) -> date:
    """The day on which words go: `days` after the end, and never without notice."""
    return max(end + timedelta(days=days), told + NOTICE)


@functools.cache
def retention_rules(config_dirs: tuple[Path, ...]) -> Retention:
    """The rules, read once per process from the first folder that has the file.

    Raises SettingWrong naming the file and the key that is wrong.
    """
    return read_first(config_dirs, FILE, _checked)


def _checked(found: dict[str, object]) -> Retention:
    if set(found) != {"days", "choices"}:
        raise ValueError("write days and choices, and nothing else.")
    days, choices = found["days"], found["choices"]
    if not isinstance(choices, list) or not choices or not all(map(_is_number, choices)):
        raise ValueError(f"choices: a list of whole numbers of days, 1 to {LONGEST_KEPT}.")
    if days not in choices or not isinstance(days, int):
        raise ValueError("days: one of choices.")
    return Retention(days, tuple(sorted(set(choices))))


def _is_number(value: object) -> bool:
    return type(value) is int and 1 <= value <= LONGEST_KEPT
