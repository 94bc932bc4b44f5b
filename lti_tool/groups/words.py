"""Circles in words: sizes, dates, names; for the pages of this step."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from babel.lists import format_list
from flask_babel import format_datetime, get_locale, ngettext
from flask_babel import gettext as _

from lti_tool.web.initials import readable


def sizes_words(sizes: Sequence[int]) -> str:
    """The division in words: "4 circles of 4 and 2 of 3"; sizes come largest first."""
    kinds = [
        _("%(num)d of %(size)d", num=count, size=size) for size, count in Counter(sizes).items()
    ]
    if not kinds:
        return ""
    first = ngettext(
        "%(num)d circle of %(size)d",
        "%(num)d circles of %(size)d",
        sizes.count(sizes[0]),
        size=sizes[0],
    )
    return format_list([first, *kinds[1:]], locale=get_locale())


def day_words(moment: datetime) -> str:
    """A day in full, as this language writes it."""
    return str(format_datetime(moment, _("EEEE d MMMM")))


def isolated(name: str) -> str:
    """A name that keeps its own direction inside a sentence (Unicode isolates)."""
    return f"\u2068{readable(name)}\u2069"
