"""How long words are kept, in words."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from lti_tool.web.days import full_day


def days_words(days: int) -> str:
    """One choice of staff."""
    return str(ngettext("%(num)d day after the end", "%(num)d days after the end", days))


def staff_words(days: int, goes_on: date) -> str:
    """What is set, and what follows from it."""
    day = full_day(goes_on)
    return str(_("Until %(days)s; as things stand, until %(day)s.", days=days_words(days), day=day))


def member_words(goes_on: date) -> str:
    """To whoever writes here."""
    return str(_("What you write is deleted by itself on %(day)s.", day=full_day(goes_on)))
