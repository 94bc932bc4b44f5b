"""When a circle meets and who does what: plain Python, so that anybody can check it by hand."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROLES = ("host", "timekeeper", "note_keeper")
WEEKS = {"weekly": 1, "fortnightly": 2, "three_weekly": 3, "monthly": 4}
"""The weeks from one meeting to the next, by rhythm."""


def moment(day: date, clock: time, zone: str) -> datetime:
    """The moment in UTC when the clocks of a time zone show this.

    An hour that the clocks leave out in spring is the one after it; of an hour that they show
    twice in autumn it is the first.
    """
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def is_left_out(day: date, clock: time, zone: str) -> bool:
    """Whether the clocks of a time zone never show this time on a day, as in spring."""
    return moment(day, clock, zone).astimezone(ZoneInfo(zone)).time() != clock


def occurrences(first: date, clock: time, zone: str, *, rhythm: str, count: int) -> list[datetime]:
    """The moments of a series in UTC: the clocks show the same each time, summer or winter."""
    weeks = WEEKS[rhythm]
    return [moment(first + timedelta(weeks=weeks * i), clock, zone) for i in range(count)]


def rota(
    people: Sequence[int], number: int, swaps: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Who has which role in meeting `number`, by membership id; none for nobody.

    Everybody has each role once before anybody has it twice. A swap holds as long as the person
    sits here.
    """
    if not people:
        return {}
    turns = {role: people[(number + i) % len(people)] for i, role in enumerate(ROLES)}
    kept = {role: who for role, who in (swaps or {}).items() if role in turns and who in people}
    return {**turns, **kept}


def swapped(roles: Mapping[str, int], role: str, *, to: int) -> dict[str, int]:
    """The roles after `to` takes one over; what `to` had before goes to whoever had this one."""
    before = roles[role]
    given = {one: before for one, who in roles.items() if who == to}
    return {**roles, **given, role: to}


def is_drifting(moves: Sequence[int]) -> bool:
    """Whether two moves came in a row, by how often each meeting was moved, the latest last.

    One meeting moved twice, or two meetings one after the other; a meeting that kept its day
    ends the row.
    """
    return bool(moves) and moves[-1] > 0 and sum(moves[-2:]) > 1
