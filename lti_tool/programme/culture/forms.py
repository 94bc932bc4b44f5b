"""What staff tell their course, on its way to the page and back."""

from dataclasses import replace

from flask_babel import gettext as _

from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Long, Sent
from lti_tool.forms.made import field, made
from lti_tool.forms.reading import Submission, read

LONGEST = 600


def card_form() -> Form:
    """What I am learning."""
    hint = _("One or two sentences. Everybody in the course reads it. Empty: it is taken away.")
    return made(field("learning", Long(longest=LONGEST), _("What I am learning"), hint))


def heard_form() -> Form:
    """You said, we did."""
    hint = _("In your own words: quote nobody. Everybody in the course reads it.")
    return made(
        field("said", Long(longest=LONGEST, rows=2), _("You said"), hint),
        field("done", Long(longest=LONGEST, rows=2), _("We did")),
    )


def read_card(sent: Sent) -> Submission:
    """What was sent for a card."""
    return read(card_form(), sent)


def read_heard(sent: Sent) -> Submission:
    """Both halves are needed."""
    found = read(heard_form(), sent)
    blank = {name for name, value in found.values.items() if not value} - set(found.errors)
    missing = {name: _("Write a few words here.") for name in blank}
    return replace(found, errors={**found.errors, **missing})
