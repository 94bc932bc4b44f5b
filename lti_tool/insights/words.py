"""How a course takes part, in words; for the pages of this step."""

from datetime import datetime, timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from lti_tool.db import utcnow


def summary(begun: int, people: int) -> str:
    """The course in one line: "24 of 40 students have begun"."""
    if not people:
        return str(_("No students yet"))
    if not begun:
        return str(_("Nobody has begun yet"))
    return str(
        ngettext(
            "%(begun)d of %(num)d student has begun",
            "%(begun)d of %(num)d students have begun",
            people,
            begun=begun,
        )
    )


def state_words(state: str) -> str:
    """How a circle stands, in a word or two."""
    known = {"open": _("Not begun"), "underway": _("Under way"), "done": _("All done")}
    return str(known[state])


def when_words(moment: datetime | None) -> str:
    """The day of something, as near as it helps: today, yesterday, 9 November; "–" for never."""
    if moment is None:
        return "–"
    today = utcnow().date()
    if moment.date() >= today:
        return str(_("today"))
    if moment.date() == today - timedelta(days=1):
        return str(_("yesterday"))
    return str(format_date(moment.date(), _("d MMMM")))
