"""The ways of staff through a course, the same on every page of theirs: `staff_ways` in templates.

Pages name them for `ways` of parts/ways.html; a way whose page does not exist here is left out.
"""

from dataclasses import dataclass

from flask import current_app, url_for
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
        "groups.review": gettext("Groups"),
        "setup.show": gettext("How circles are made"),
        "insights.board": gettext("How groups are doing"),
        "gradebook.show": gettext("Gradebook"),
        "roster.show": gettext("Course list"),
    }
    known = current_app.view_functions
    return [Way(key, url_for(key), name) for key, name in names.items() if key in known]
