"""The boxes of a service, on their way to the page and back."""

from collections.abc import Collection
from dataclasses import replace

from flask_babel import gettext as _

from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent, Text
from lti_tool.forms.made import field, made
from lti_tool.forms.reading import Submission, read
from lti_tool.programme.contacts.models import CourseContact
from lti_tool.programme.contacts.reach import Reach

MOST = 5
"""So that whoever is in need does not have to search."""
NEEDED = ("name", "way")


def contact_form() -> Form:
    """One service: its name, how it is reached, what it is for."""
    hint = _("The address of a page, a mail address or a phone number.")
    return made(
        field("name", Text(longest=100), _("Name of the service")),
        field("way", Reach(), _("How it is reached"), hint),
        field("what", Text(longest=200), _("What it is for"), _("One line. May stay empty.")),
    )


def read_contact(sent: Sent, *, kept: Collection[CourseContact]) -> Submission:
    """What was sent; a name and a way are needed, and there are a few services at most."""
    found = read(contact_form(), sent)
    blank = [one for one in NEEDED if not found.values.get(one, "?")]
    wrong = {**found.errors, **{one: _("Write a few words here.") for one in blank}}
    known = {(one.name, one.way) for one in kept}
    if len(kept) >= MOST and (found.values.get("name"), found.values.get("way")) not in known:
        wrong["name"] = _("There are %(most)s already. Take one away first.", most=MOST)
    return replace(found, errors=wrong)
