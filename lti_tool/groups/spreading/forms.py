"""The address of the course that announcements give, on its way to the page and back."""

from dataclasses import replace
from urllib.parse import urlsplit

from flask_babel import gettext as _

from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent, Text
from lti_tool.forms.made import field, made
from lti_tool.forms.reading import Submission, read

MOST = 500
"""Signs of an address; a longer one makes a square too fine for a poster."""


def link_form() -> Form:
    """Where the course is found."""
    hint = _("As you copy it from your browser. Empty: where your platform says one comes back to.")
    return made(field("course_link", Text(longest=MOST), _("Address of the course"), hint))


def read_link(sent: Sent) -> Submission:
    """The address as it was sent: one of the web, or none."""
    found = read(link_form(), sent)
    link = found.values.get("course_link", "")
    if link and not _is_web(link):
        wrong = _("Begin with https://, as in https://lms.example/course/5.")
        return replace(found, errors={"course_link": wrong})
    return found


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in link
