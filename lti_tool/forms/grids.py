"""The kinds of question that are not one box: topics, hours of a week, a time zone, people.

Plain Python for the forms step alone; what a kind is, `lti_tool.forms.kinds` says.
"""

import difflib
import functools
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from lti_tool.forms.kinds import (
    MOST_ROWS,
    Sent,
    Wrong,
    _,
    a_day,
    can_be_seen,
    clean,
    first,
    measured,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEVELS = 3
"""How far somebody can help with a topic, or how much they want help: 1 to this."""


@dataclass(frozen=True)
class Topics:
    """For each option how far one can help and how much one wants help, kept as two mappings."""

    word: ClassVar[str] = "topics"
    values: tuple[str, ...] = ()

    def typed(self, sent: Sent, name: str) -> dict[str, dict[str, str]]:
        """The level of each topic on both sides, as it was chosen."""
        return {
            side: {
                value: level
                for value in self.values
                if (level := first(sent, f"{name}-{side}-{value}"))
            }
            for side in ("give", "want")
        }

    def read(self, typed: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, int]]:
        """Whole numbers from 1 to LEVELS by topic, under `give` and `want`; {} for no answer."""
        made = {
            side: {value: _level(level) for value, level in levels.items()}
            for side, levels in typed.items()
        }
        return made if any(made.values()) else {}


@dataclass(frozen=True)
class Hours:
    """Hours of an ordinary week, kept as `mon-08`, in the time zone of their author."""

    word: ClassVar[str] = "hours"
    lowest: int = 8
    """The hour at which the first slot of a day begins."""
    highest: int = 22
    """The hour at which the last slot of a day ends."""

    @property
    def slots(self) -> list[str]:
        """All slots, day by day."""
        return [f"{day}-{hour:02d}" for day in DAYS for hour in range(self.lowest, self.highest)]

    def typed(self, sent: Sent, name: str) -> list[str]:
        """The slots that are marked."""
        return list(sent.get(name, ()))

    def read(self, typed: list[str]) -> list[str]:
        """The slots, each once, in the order of the week."""
        if set(typed) - set(self.slots):
            raise Wrong(_("Mark hours of the table below."))
        return [slot for slot in self.slots if slot in set(typed)]


@dataclass(frozen=True)
class Zone:
    """A time zone by its name in the IANA database."""

    word: ClassVar[str] = "zone"

    def typed(self, sent: Sent, name: str) -> str:
        """What was chosen or written."""
        return clean(first(sent, name)).strip()

    def read(self, typed: str) -> str:
        """The name as the database writes it; "" for none."""
        known = {one.lower(): one for one in zones()}
        named = typed.lower().replace(" ", "_")
        if typed and named not in known:
            near = difflib.get_close_matches(named, known, n=1)
            raise Wrong(
                _("There is no time zone with this name. Choose one such as %(zone)s."),
                zone=known[near[0]] if near else "Europe/Copenhagen",
            )
        return known[named] if typed else ""


@dataclass(frozen=True)
class People:
    """Up to `most` people of the course, kept as membership ids; a page fills in `values`."""

    word: ClassVar[str] = "people"
    most: int = 2
    values: tuple[str, ...] = ()

    def typed(self, sent: Sent, name: str) -> list[str]:
        """Those who were chosen, one in each box."""
        return [one for one in sent.get(name, ()) if one]

    def read(self, typed: list[str]) -> list[int]:
        """Their ids, each once."""
        chosen = list(dict.fromkeys(typed))
        if set(chosen) - set(self.values):
            raise Wrong(
                _("Somebody you chose is not in the course any more. Choose again, or nobody.")
            )
        if len(chosen) > self.most:
            raise Wrong(_("Choose %(most)s people at most."), most=self.most)
        return [int(one) for one in chosen]


@dataclass(frozen=True)
class Promises:
    """Rows of who, what and by when; a page fills in `values`, the people who may promise.

    `row` says in which row of the page each was written.
    """

    word: ClassVar[str] = "promises"
    longest: int = 200
    most: int = 12
    values: tuple[str, ...] = ()

    def typed(self, sent: Sent, name: str) -> list[dict[str, Any]]:
        """All rows down to the last one with something in it, blank ones between them too."""
        rows: list[dict[str, Any]] = [
            {
                part: " ".join(clean(first(sent, f"{name}-{i}-{part}")).split())
                for part in ("who", "what", "by_when")
            }
            for i in range(MOST_ROWS)
        ]
        while rows and not (rows[-1]["what"] or rows[-1]["by_when"]):
            rows.pop()
        return rows

    def read(self, typed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows with something in them, their people as membership ids."""
        written = [(i, row) for i, row in enumerate(typed) if row["what"] or row["by_when"]]
        if len(written) > self.most:
            raise Wrong(_("Keep it to %(most)s promises."), most=self.most)
        return [self._row(i, row) for i, row in written]

    def _row(self, i: int, row: Mapping[str, str]) -> dict[str, Any]:
        if not can_be_seen(row["what"]):
            raise Wrong(_("Say what promise %(number)s is, or take its date away."), number=i + 1)
        if row["who"] not in self.values:
            raise Wrong(_("Choose who gives promise %(number)s."), number=i + 1)
        by_when = row["by_when"] and a_day(row["by_when"])
        what = measured(row["what"], self.longest)
        return {"row": i, "who": int(row["who"]), "what": what, "by_when": by_when}


GRIDS: dict[str, type[Any]] = {one.word: one for one in (Topics, Hours, Zone, People, Promises)}


@functools.cache
def zones() -> tuple[str, ...]:
    """The time zones that people choose from, by region and place."""
    places = (one for one in zoneinfo.available_timezones() if "/" in one)
    return ("UTC", *sorted(one for one in places if not one.startswith(("Etc/", "SystemV/"))))


def _level(written: Any) -> int:
    if str(written) not in ("1", "2", "3"):
        raise Wrong(_("Choose from the lines of each box."))
    return int(written)
