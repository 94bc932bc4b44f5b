"""When somebody may be written to, from `config/reminders.toml`; plain Python.

The institution's own file wins. A file that is wrong stops its reader with one sentence.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from lti_tool.settings import read_first

FILE = "reminders.toml"
NAMES = {"from": "opens", "until": "closes"}
"""Keys of the file that would read badly in code."""


@dataclass(frozen=True)
class Rules:
    """Hours of the day between which reminders leave, and how many at most."""

    opens: int
    closes: int
    most_a_day: int
    most_a_week: int

    def allow(self, now: datetime, zone: ZoneInfo, sent: Iterable[datetime]) -> bool:
        """Whether a reminder may leave now, after those that were sent at these moments."""
        here = now.astimezone(zone)
        before = [one.astimezone(zone) for one in sent if one > now - timedelta(days=7)]
        today = [one for one in before if one.date() == here.date()]
        is_day = self.opens <= here.hour < self.closes
        return is_day and len(today) < self.most_a_day and len(before) < self.most_a_week


@functools.cache
def reminder_rules(config_dirs: tuple[Path, ...]) -> Rules:
    """The rules, read once per process from the first folder that has the file.

    Raises SettingWrong naming the file and the key that is wrong.
    """
    return read_first(config_dirs, FILE, _named)


def _named(found: dict[str, object]) -> Rules:
    return _checked({NAMES.get(key, key): value for key, value in found.items()})


def _checked(found: dict[str, object]) -> Rules:
    names = {one.name for one in fields(Rules)}
    if set(found) != names or any(type(one) is not int for one in found.values()):
        raise ValueError("write from, until, most_a_day and most_a_week, each a whole number.")
    made = Rules(**found)  # type: ignore[arg-type]
    if not 0 <= made.opens < made.closes <= 24:
        raise ValueError("from, until: hours of a day, from before until.")
    if made.most_a_day < 1 or made.most_a_week < 1:
        raise ValueError("most_a_day, most_a_week: 1 or more; without PEER_CIRCLES_SMTP_URL, none.")
    return made
