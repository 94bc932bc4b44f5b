"""The form of a closing, on its way to the page and back."""

from dataclasses import replace

from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, blank_sheet, kept_sheet, sheet_again, sheet_of_both
from lti_tool.forms.shelf import form
from lti_tool.forms.words import Company
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.closing.models import MINE, Closing


def closing_sheet(at: Seated, kept: Closing | None) -> Sheet:
    """The closing in its boxes, or empty boxes where there is none."""
    if kept is None:
        return replace(blank_sheet(_form(), _company(at)), key=MINE)
    return kept_sheet(_form(), kept, kept.answers, company=_company(at))


def read_closing(sent: Sent) -> Submission:
    """What was sent for a closing."""
    return read(_form(), sent)


def closing_again(at: Seated, read: Submission, sent: Sent) -> Sheet:
    """The boxes with what is wrong beside each."""
    return sheet_again(_form(), read, _company(at), key=MINE, seen=seen_version(sent))


def both_closings(at: Seated, kept: Closing, sent: Submission) -> Sheet:
    """What was written here in the boxes, and beside it what was saved meanwhile elsewhere."""
    return sheet_of_both(_form(), sent, kept, answers=kept.answers, company=_company(at))


def _company(at: Seated) -> Company:
    return Company(mates=len(at.mates))


def _form() -> Form:
    return form("closing")
