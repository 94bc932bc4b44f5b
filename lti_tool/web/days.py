"""Days as people write them; any page may use it.

Babel's own order for English is American; ours is the one of the pages' English.
"""

from datetime import date, datetime

from flask_babel import format_date

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


def _written(on: date, rest: str) -> str:
    dot = "." if chosen_language() in DOTTED else ""
    return str(format_date(on, f"d{dot} {rest}", rebase=False))


def _date(when: date | datetime | str) -> date:
    if isinstance(when, str):
        return date.fromisoformat(when)
    return when.date() if isinstance(when, datetime) else when
