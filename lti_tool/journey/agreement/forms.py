"""The forms of an agreement, on their way to the page and back."""

from dataclasses import replace

from lti_tool.forms.audience import audience_of
from lti_tool.forms.definition import Audience, Form
from lti_tool.forms.fields import DrawnField, draw, draw_again
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import (
    Sheet,
    Told,
    blank_sheet,
    kept_sheet,
    sheet_again,
    sheet_of_both,
    told,
)
from lti_tool.forms.shelf import form
from lti_tool.forms.words import AudienceLine, Company, line_for
from lti_tool.journey.agreement.models import Agreement
from lti_tool.journey.circle.queries import Seated

PURPOSE = "purpose"
"""The field with a place of its own on the page."""


def agreement_sheet(at: Seated, kept: Agreement | None) -> Sheet:
    """The text in its boxes, or empty boxes where there is none."""
    if kept is None:
        return replace(blank_sheet(_form(), company_of(at)), key="")
    return kept_sheet(_form(), kept, kept.answers, company=company_of(at))


def read_agreement(sent: Sent) -> Submission:
    """What was sent for an agreement."""
    return read(_form(), sent)


def agreement_again(at: Seated, read: Submission, sent: Sent) -> Sheet:
    """The boxes with what is wrong beside each."""
    return sheet_again(_form(), read, company_of(at), key="", seen=seen_version(sent))


def both_agreements(at: Seated, kept: Agreement, sent: Submission) -> Sheet:
    """What was written here in the boxes, and beside it what somebody else saved meanwhile."""
    return sheet_of_both(_form(), sent, kept, answers=kept.answers, company=company_of(at))


def clauses(kept: Agreement) -> tuple[Told, ...]:
    """What was agreed, without the purpose."""
    return told(_form(), kept.answers, without=(PURPOSE,))


def text_readers(at: Seated) -> AudienceLine:
    """Who can read the text, by the rule that guards its purpose."""
    field = _form().field(PURPOSE)
    audience = audience_of(field, share=frozenset()) if field else Audience.GROUP
    return line_for(audience, company_of(at))


def signature_fields(at: Seated, sent: Submission | None = None) -> tuple[DrawnField, ...]:
    """What a signer ticks; the sentence of who sees it stands once, below the button."""
    made, company = form("signature"), company_of(at)
    drawn = draw_again(made, sent, company) if sent else draw(made, {}, company)
    return tuple(replace(one, audience=None, required=False) for one in drawn.fields)


def read_signature(sent: Sent) -> Submission:
    """What a signer ticked."""
    return read(form("signature"), sent)


def topic_fields(at: Seated, sent: Submission | None = None) -> tuple[DrawnField, ...]:
    """The box for a topic that is off limits."""
    made, company = form("off_limits"), company_of(at)
    drawn = draw_again(made, sent, company) if sent else draw(made, {}, company)
    return tuple(replace(one, required=False) for one in drawn.fields)


def read_topic(sent: Sent) -> Submission:
    """The topic that somebody wrote."""
    return read(form("off_limits"), sent)


def company_of(at: Seated) -> Company:
    """Who sits around the writer now."""
    return Company(mates=len(at.mates))


def _form() -> Form:
    return form("agreement")
