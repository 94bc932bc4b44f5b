"""The first and last day of a course, where a launch tells them in custom parameters.

LTI Core 1.3, Appendix C: `$CourseSection.timeFrame.begin`; Canvas has variables of its own.
"""

import re
from datetime import UTC, date, datetime

from lti_tool.lti import claims
from lti_tool.lti.claims import Claims

BEGINS, ENDS = ("pc_begins", "pc_course_start"), ("pc_ends", "pc_course_end")
"""Custom parameters of `config/tool.toml`, the one that is believed first."""
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
SECONDS = re.compile(r"\d{9,11}", re.ASCII)
"""Since 1970, as Moodle may write it; its "0" says nothing."""


def time_frame(body: Claims) -> tuple[date | None, date | None]:
    """The first and the last day; None where the platform does not say, or says no day."""
    custom = claims.part(body, claims.CUSTOM)
    begins, ends = (_first(custom, names) for names in (BEGINS, ENDS))
    if begins and ends and ends < begins:
        return begins, None
    return begins, ends


def _first(custom: Claims, names: tuple[str, ...]) -> date | None:
    return next((day for name in names if (day := _day(claims.text(custom, name)))), None)


def _day(said: str) -> date | None:
    """A day out of ISO 8601, Canvas's form with a blank, or seconds."""
    try:
        if SECONDS.fullmatch(said):
            return datetime.fromtimestamp(int(said), UTC).date()
        found = DAY.match(said)
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
