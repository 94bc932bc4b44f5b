"""Days as people write them; any page may use it.

Babel's own order for English is American; ours is the one of the pages' English.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, gettext

from lti_tool.db import utcnow
from lti_tool.web.languages import chosen_language

DOTTED = {"da", "de"}
"""Languages that put a dot after the number of a day."""


def today() -> date:
    """The day that it is in UTC."""
    return utcnow().date()


def day(when: date | datetime | str) -> str:
    """A day as in "24 November"; with its year when that is not the present one."""
    on = _date(when)
    return full_day(on) if on.year != utcnow().year else _written(on, "MMMM")


def full_day(when: date | datetime | str) -> str:
    """A day as in "24 November 2026"."""
    return _written(_date(when), "MMMM y")


def short_day(when: date | datetime | str) -> str:
    """A day where there is little room, as in "24 Nov"."""
    return _written(_date(when), "MMM")


def weekday(on: date) -> str:
    """A day with its weekday, as in "Thursday 19 November"."""
    return str(format_date(on, gettext("EEEE d MMMM"), rebase=False))


def short_weekday(on: date) -> str:
    """The same where there is little room: "Thu 19 Nov"."""
    return str(format_date(on, gettext("EEE d MMM"), rebase=False))


def local(moment: datetime, zone: str) -> datetime:
    """A moment by the clock of a time zone of the IANA database."""
    return moment.astimezone(ZoneInfo(zone))


def _written(on: date, rest: str) -> str:
    dot = "." if chosen_language() in DOTTED else ""
    return str(format_date(on, f"d{dot} {rest}", rebase=False))


def _date(when: date | datetime | str) -> date:
    if isinstance(when, str):
        return date.fromisoformat(when)
    return when.date() if isinstance(when, datetime) else when
