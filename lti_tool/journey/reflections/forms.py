"""The form of a reflection, on its way to the page and back."""

from dataclasses import replace

from lti_tool.courses.models import Membership
from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, read_draft, seen_version
from lti_tool.forms.sheet import Sheet, blank_sheet, kept_sheet, sheet_again, sheet_of_both
from lti_tool.forms.shelf import form
from lti_tool.forms.words import Company
from lti_tool.groups.queries import mates_of
from lti_tool.journey.reflections.models import Reflection

LATER = "-later"
"""The button that keeps a reflection without marking it as done."""


def reflection_form() -> Form:
    """The form `reflection` of this institution."""
    return form("reflection")


def empty_reflection(author: Membership) -> Sheet:
    """The page of a new reflection."""
    return blank_sheet(reflection_form(), _company_of(author))


def linked_reflection(author: Membership, key: str) -> Sheet:
    """The page of a reflection that staff linked and this member has not begun."""
    return replace(empty_reflection(author), key=key)


def kept_reflection(author: Membership, kept: Reflection) -> Sheet:
    """The page of a reflection that was begun."""
    return kept_sheet(reflection_form(), kept, kept.answers, company=_company_of(author))


def is_for_later(sent: Sent) -> bool:
    """Whether its author goes on later."""
    return LATER in sent


def read_reflection(sent: Sent) -> Submission:
    """What was sent; a reflection that goes on later may be empty still."""
    return (read_draft if is_for_later(sent) else read)(reflection_form(), sent)


def reflection_again(author: Membership, key: str, *, read: Submission, sent: Sent) -> Sheet:
    """The page of a reflection with what is wrong beside each field."""
    seen = seen_version(sent)
    return sheet_again(reflection_form(), read, _company_of(author), key=key, seen=seen)


def both_reflections(author: Membership, kept: Reflection, sent: Submission) -> Sheet:
    """The page of a reflection that was saved elsewhere meanwhile, with both versions."""
    return sheet_of_both(
        reflection_form(), sent, kept, answers=kept.answers, company=_company_of(author)
    )


def _company_of(author: Membership) -> Company:
    return Company(mates=len(mates_of(author)))
