"""The one box of a name, on its way to the page and back."""

from dataclasses import replace

from flask_babel import gettext as _

from lti_tool.courses.models import Membership, User
from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent, Text
from lti_tool.forms.made import Drawn, drawn, drawn_again, field, made
from lti_tool.forms.reading import Submission, read
from lti_tool.journey.called.queries import is_taken
from lti_tool.web.initials import readable

LONGEST = 30


def name_box(person: User) -> Drawn:
    """The box with what stands there now."""
    return drawn(_form(), {"name": person.chosen_name}, 0)


def name_again(sent: Submission) -> Drawn:
    """The box as it was sent, with what is wrong beside it."""
    return drawn_again(_form(), sent, 0)


def read_name(me: Membership, sent: Sent) -> Submission:
    """What was sent as a name: one that can be read, and by which nobody else goes here."""
    found = read(_form(), sent)
    wrong = found.errors or _wrong(me, found.values["name"])
    return replace(found, errors=wrong)


def _wrong(me: Membership, name: str) -> dict[str, str]:
    if name != readable(name):
        return {"name": _("Write it in plain letters: there are signs in it that nobody sees.")}
    if name and is_taken(name, by_others_than=me):
        return {"name": _("Somebody in this course goes by this name. Add a letter or a word.")}
    return {}


def _form() -> Form:
    hint = _("A first name is enough. Empty: you stay a number.")
    return made(field("name", Text(longest=LONGEST), _("What the others call me"), hint))
