"""The ways of staff through a course, the same on every page of theirs: `staff_ways` in templates.

Pages name them for `ways` of parts/ways.html; a way whose page does not exist here, or is closed
to who asks, is left out.
"""

from dataclasses import dataclass

from flask import current_app, g, url_for
from flask_babel import gettext


@dataclass(frozen=True)
class Way:
    """A link of the ways; `key` is the endpoint of its page."""

    key: str
    url: str
    name: str


def staff_ways() -> list[Way]:
    """The ways of staff, in the order in which a course needs them."""
    names = {
        "opening.show": gettext("Programme"),
        "groups.review": gettext("Groups"),
        "setup.show": gettext("How circles are made"),
        "board.show": gettext("How groups are doing"),
        "numbers.show": gettext("In numbers"),
        "letters.all_mine": gettext("Asked of me"),
        "gradebook.show": gettext("Gradebook"),
        "roster.show": gettext("Course list"),
    }
    return [Way(key, url_for(key), name) for key, name in names.items() if _may_open(key)]


def _may_open(key: str) -> bool:
    """Whether the page exists here, and is not about the whole course for staff of sections."""
    view = current_app.view_functions.get(key)
    is_for_all = getattr(view, "guard", "") == "instructors"
    return view is not None and not (is_for_all and g.visit.is_section_only)
