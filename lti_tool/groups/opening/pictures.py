"""The term as a line of time, as plain numbers for `templates/opening/term.html`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from lti_tool.programme.outline.dates import Calendar
from lti_tool.web.days import short_day

WIDE = 1000
"""Units of the drawing; the broad page is about as wide in CSS pixels."""
MOST_TICKS = 8
HEAD, GAP = 11.0, 3.0
LABEL = 78
"""Room for the word over a bar."""


@dataclass(frozen=True)
class Bar:
    """A stretch of days: where it begins, how wide it is, where its word stands."""

    x: float
    width: float
    label_x: float


@dataclass(frozen=True)
class Mark:
    """A day: where it is, and what stands there."""

    x: float
    words: str


@dataclass(frozen=True)
class Term:
    """The whole drawing."""

    ticks: tuple[Mark, ...]
    asked: Bar | None
    circles: Bar
    meetings: tuple[Mark, ...]
    head: float
    ending: Bar


def term_of(days: Calendar) -> Term:
    """The days of a programme from its start to its end."""
    whole = max((days.ends - days.starts).days, 1)

    def at(day: date) -> float:
        return round(min(max((day - days.starts).days, 0), whole) * WIDE / whole, 1)

    asked_to = at(days.asked_until) if days.asked_until else 0.0
    meetings = tuple(Mark(_inside(at(one)), str(n)) for n, one in enumerate(days.meetings, 1))
    return Term(
        ticks=tuple(_ticks(days, at)),
        asked=Bar(0, asked_to, 0) if days.asked_until else None,
        circles=_bar(asked_to + GAP, max(at(days.circles), asked_to + 4 * GAP), after=asked_to > 0),
        meetings=meetings,
        head=_head(meetings),
        ending=_ending(at(days.closing)),
    )


def _ticks(days: Calendar, at: Callable[[date], float]) -> Iterator[Mark]:
    weeks = max((days.ends - days.starts).days // 7, 1)
    step = timedelta(weeks=max(1, -(-weeks // MOST_TICKS)))
    day = days.starts
    while day < days.ends and at(day) < WIDE - 50:
        yield Mark(at(day), short_day(day))
        day += step


def _bar(start: float, end: float, *, after: bool) -> Bar:
    return Bar(start, round(end - start, 1), max(start, LABEL) if after else start)


def _ending(start: float) -> Bar:
    """The last days; their word stands left of its end where there is little room."""
    return Bar(start, round(WIDE - start, 1), min(start, WIDE - LABEL))


def _inside(x: float) -> float:
    return min(max(x, HEAD + 5), WIDE - HEAD - 5)


def _head(meetings: tuple[Mark, ...]) -> float:
    """The size of a seat: smaller where the neighbours would touch it."""
    between = [b.x - a.x for a, b in pairwise(meetings)]
    return max(min([HEAD, *(one / 2 - GAP for one in between)]), GAP)
