"""When everybody is asked: at the start, every three weeks, at the end. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

BEFORE, AFTER, PULSE = "before", "after", "pulse"
EVERY = timedelta(weeks=3)
"""From one pulse to the next; the first one three weeks after circles stand."""
PULSE_LASTS = timedelta(days=14)
AFTER_LASTS = timedelta(days=21)
BEFORE_AT_MOST = timedelta(days=28)
MOST_PULSES = 20


@dataclass(frozen=True, slots=True)
class Round:
    """One time at which everybody is asked; `key` tells it from the others of a course."""

    key: str
    form: str
    opens: datetime
    closes: datetime

    def is_open_at(self, moment: datetime) -> bool:
        """Whether one may answer then."""
        return self.opens <= moment < self.closes


def rounds(begins: datetime, circles: datetime | None, closing: datetime) -> tuple[Round, ...]:
    """All rounds in their order, from when a programme opened, had circles, and comes to an end.

    The start is asked until the first pulse, so that nobody answers it half-way through.
    """
    until = min(begins + BEFORE_AT_MOST, (circles or begins + BEFORE_AT_MOST) + EVERY, closing)
    first = [Round(BEFORE, BEFORE, begins, until)] if begins < until else []
    last = Round(AFTER, AFTER, max(closing, begins), max(closing, begins) + AFTER_LASTS)
    return (*first, *_pulses(circles, closing), last)


def _pulses(circles: datetime | None, closing: datetime) -> Iterator[Round]:
    """A pulse ends before the end is asked: two at once are one too many."""
    if circles is None:
        return
    for number in range(1, MOST_PULSES + 1):
        opens = circles + number * EVERY
        if opens + PULSE_LASTS > closing:
            return
        yield Round(f"{PULSE}-{number}", PULSE, opens, opens + PULSE_LASTS)
