"""The form of an offer, on its way to the page and back."""

from dataclasses import replace

from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, blank_sheet, kept_sheet, sheet_again, sheet_of_both
from lti_tool.forms.shelf import form
from lti_tool.forms.words import Company
from lti_tool.journey.offers.models import MINE, Offer


def offer_sheet(kept: Offer | None) -> Sheet:
    """The offer in its boxes, or empty boxes where there is none."""
    if kept is None:
        return replace(blank_sheet(_form(), Company()), key=MINE)
    return kept_sheet(_form(), kept, kept.answers, company=Company())


def read_offer(sent: Sent) -> Submission:
    """What was sent for an offer."""
    return read(_form(), sent)


def offer_again(read: Submission, sent: Sent) -> Sheet:
    """The boxes with what is wrong beside each."""
    return sheet_again(_form(), read, Company(), key=MINE, seen=seen_version(sent))


def both_offers(kept: Offer, sent: Submission) -> Sheet:
    """What was written here in the boxes, and beside it what was saved meanwhile elsewhere."""
    return sheet_of_both(_form(), sent, kept, answers=kept.answers, company=Company())


def _form() -> Form:
    return form("offer")
