"""The calendar of a programme, from what staff chose and the platform told: plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = {"weekly": 1, "fortnightly": 2, "three_weekly": 3, "monthly": 4}
"""The weeks from one meeting to the next, by rhythm."""
TO_FORM = timedelta(days=2)
"""What staff need to look at circles and publish them."""
FIRST_WITHIN = timedelta(days=7)
"""A first meeting soon after circles stand: early drift is the common death."""
ENDING = timedelta(days=10)
"""The last days, for a closing meeting and looking back."""
LONGEST_KEPT = 3650
"""Days for which words may be kept after the end, at most."""
MOST = 40
"""Meetings that a calendar names."""


@dataclass(frozen=True)
class Calendar:
    """The days of a programme. `asked_until`: the last day to answer; None where nobody is asked.

    `is_open_end`: nobody said when it ends, so the end follows from its weeks.
    """

    starts: date
    ends: date
    asked_until: date | None
    circles: date
    meetings: tuple[date, ...]
    is_open_end: bool = False

    @property
    def closing(self) -> date:
        """From when on the programme comes to its end."""
        return max(self.ends - ENDING, self.starts)


def calendar(
    starts: date, ends: date, *, asked_until: date | None, rhythm: str, is_open_end: bool = False
) -> Calendar:
    """The days that follow. An end before the start is taken for the start: no meeting then."""
    circles = (asked_until or starts) + TO_FORM
    first = circles + FIRST_WITHIN
    days = tuple(_every(first, WEEKS.get(rhythm, 2), until=ends))
    return Calendar(starts, max(starts, ends), asked_until, circles, days, is_open_end)


def _every(first: date, weeks: int, *, until: date) -> Iterator[date]:
    for number in range(MOST):
        day = first + timedelta(weeks=weeks * number)
        if day > until:
            return
        yield day
