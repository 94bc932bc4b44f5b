"""The form of a resource, on its way to the page and back."""

from lti_tool.forms.audience import Share, opened_to_course
from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, blank_sheet, kept_sheet, sheet_again, sheet_of_both
from lti_tool.forms.shelf import form
from lti_tool.forms.words import AudienceLine, Company, audience_line
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.shelf.models import Resource


def empty_resource(at: Seated) -> Sheet:
    """The boxes of something new."""
    return blank_sheet(_form(), _company(at))


def kept_resource(at: Seated, kept: Resource) -> Sheet:
    """Something in its boxes."""
    return kept_sheet(_form(), kept, kept.answers, company=_company(at))


def read_resource(sent: Sent) -> Submission:
    """What was sent."""
    return read(_form(), sent)


def resource_again(at: Seated, key: str, *, read: Submission, sent: Sent) -> Sheet:
    """The boxes with what is wrong beside each."""
    return sheet_again(_form(), read, _company(at), key=key, seen=seen_version(sent))


def both_resources(at: Seated, kept: Resource, sent: Submission) -> Sheet:
    """What was written here in the boxes, and beside it what was saved meanwhile elsewhere."""
    return sheet_of_both(_form(), sent, kept, answers=kept.answers, company=_company(at))


def course_line() -> AudienceLine:
    """Who reads what stands on the shelf of the course, by the rule that guards it."""
    first = opened_to_course(_form()).fields[0]
    return audience_line(first, share=Share(), company=Company())


def circle_line(mates: int) -> AudienceLine:
    """Who reads what stands on the shelf of a circle."""
    return audience_line(_form().fields[0], share=Share(), company=Company(mates=mates))


def _company(at: Seated) -> Company:
    return Company(mates=len(at.mates))


def _form() -> Form:
    return form("resource")
