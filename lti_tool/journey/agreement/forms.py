"""The forms of an agreement, on their way to the page and back."""

from dataclasses import replace

from flask_babel import gettext

from lti_tool.forms.audience import Share, audience_of
from lti_tool.forms.definition import Audience, Field, Form, Words
from lti_tool.forms.fields import DrawnField, draw, draw_again
from lti_tool.forms.kinds import Choice, Many, Sent
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
from lti_tool.journey.agreement.models import Agreement, Bounds
from lti_tool.journey.agreement.queries import bounds_of
from lti_tool.journey.circle.queries import Seated

PURPOSE = "purpose"
"""The field with a place of its own on the page."""


def agreement_sheet(at: Seated, kept: Agreement | None) -> Sheet:
    """The text in its boxes, or empty boxes where there is none."""
    if kept is None:
        return replace(blank_sheet(_form_for(at), company_of(at)), key="")
    return kept_sheet(_form_for(at), kept, kept.answers, company=company_of(at))


def read_agreement(at: Seated, sent: Sent) -> Submission:
    """What was sent for an agreement."""
    return read(_form_for(at), sent)


def agreement_again(at: Seated, read: Submission, sent: Sent) -> Sheet:
    """The boxes with what is wrong beside each."""
    return sheet_again(_form_for(at), read, company_of(at), key="", seen=seen_version(sent))


def both_agreements(at: Seated, kept: Agreement, sent: Submission) -> Sheet:
    """What was written here in the boxes, and beside it what somebody else saved meanwhile."""
    return sheet_of_both(_form_for(at), sent, kept, answers=kept.answers, company=company_of(at))


def clauses(kept: Agreement) -> tuple[Told, ...]:
    """What was agreed, without the purpose."""
    return told(_form(), kept.answers, without=(PURPOSE,))


def text_readers(at: Seated) -> AudienceLine:
    """Who can read the text, by the rule that guards its purpose."""
    field = _form().field(PURPOSE)
    audience = audience_of(field, share=Share()) if field else Audience.GROUP
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


def bounds_fields(kept: Bounds | None, sent: Submission | None = None) -> tuple[DrawnField, ...]:
    """Each choice of an agreement, with the lines that are left to circles ticked."""
    made = _bounds_form()
    everything = {one.name: [option.value for option in one.options] for one in made.fields}
    answers = {**everything, **(kept.allowed if kept else {})}
    drawn = draw_again(made, sent, Company()) if sent else draw(made, answers, Company())
    return tuple(replace(one, audience=None, required=False) for one in drawn.fields)


def read_bounds(sent: Sent) -> Submission:
    """What staff leave to circles."""
    return read(_bounds_form(), sent)


def company_of(at: Seated) -> Company:
    """Who sits around the writer now."""
    return Company(mates=len(at.mates))


def _form() -> Form:
    return form("agreement")


def _form_for(at: Seated) -> Form:
    """The form with the lines that staff left to circles."""
    kept = bounds_of(at.me.context_id)
    allowed = kept.allowed if kept else {}
    fields = (_bounded(one, allowed.get(one.name)) for one in _form().fields)
    return replace(_form(), fields=tuple(fields))


def _bounded(field: Field, allowed: list[str] | None) -> Field:
    """A choice of what is left; where the form has none of it any more, all of it."""
    options = tuple(one for one in field.options if allowed and one.value in allowed)
    if not options or not isinstance(field.kind, Choice):
        return field
    kind = replace(field.kind, values=tuple(one.value for one in options))
    return replace(field, kind=kind, options=options)


def _bounds_form() -> Form:
    """The choices of an agreement as lists to be ticked."""
    fields = (one for one in _form().fields if isinstance(one.kind, Choice))
    return replace(_form(), fields=tuple(map(_ticked, fields)), any_of=())


def _ticked(field: Field) -> Field:
    return replace(
        field,
        kind=Many(values=tuple(one.value for one in field.options)),
        hint=Words({"en": gettext("One line left is fixed.")}),
        missing=Words({"en": gettext("Leave at least one line.")}),
        is_required=True,
    )
