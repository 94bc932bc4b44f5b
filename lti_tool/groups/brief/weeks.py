"""Weeks of hours in one time zone: what people marked in theirs, as masks that can be compared.

Plain Python. Bit 0 is Monday, 00:00 to 01:00, bit 167 Sunday's last hour.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lti_tool.forms.grids import DAYS

WEEK = 24 * 7
ALL = (1 << WEEK) - 1
UTC = "UTC"


def usual_zone(zones: Iterable[str]) -> str:
    """The zone that most people named; UTC where nobody named any."""
    counted = Counter(sorted(zone for zone in zones if zone))
    return counted.most_common(1)[0][0] if counted else UTC


def mask(slots: Iterable[str], zone: str, *, seen_from: str, at: datetime) -> int:
    """Slots such as `mon-08` of a zone as whole free hours of another, as the clocks stand `at`.

    Where clocks differ by half an hour, an hour counts that lies in two free ones.
    """
    own = sum(1 << _number(slot) for slot in slots)
    minutes = (_offset(seen_from, at) - _offset(zone or seen_from, at)) // timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    shifted = _turned(own, hours)
    return shifted & _turned(own, hours + 1) if rest else shifted


def slots_of(hours: int) -> list[str]:
    """The slots of a mask, such as `mon-08`."""
    return [f"{DAYS[bit // 24]}-{bit % 24:02d}" for bit in range(WEEK) if hours >> bit & 1]


def _number(slot: str) -> int:
    day, _, hour = slot.partition("-")
    return DAYS.index(day) * 24 + int(hour)


def _offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def _turned(own: int, hours: int) -> int:
    hours %= WEEK
    return (own << hours | own >> (WEEK - hours)) & ALL
