"""The forms of leaving, on their way to the page and back."""

from dataclasses import replace

from lti_tool.courses.models import Membership
from lti_tool.forms.definition import Field, Form
from lti_tool.forms.fields import DrawnForm, draw, draw_again
from lti_tool.forms.kinds import Choice, Sent
from lti_tool.forms.reading import Submission, read
from lti_tool.forms.shelf import form
from lti_tool.forms.words import Company
from lti_tool.groups.changes.queries import may_ask_for_another
from lti_tool.groups.models import ANOTHER
from lti_tool.journey.circle.queries import find_seated
from lti_tool.journey.leaving.models import Fit
from lti_tool.journey.leaving.queries import agreed_words


def leaving_form(member: Membership, sent: Submission | None = None) -> DrawnForm:
    """The choices of a leaver; the words that the circle agreed on are chosen already."""
    at = find_seated(member)
    company = Company(mates=len(at.mates) if at else 0)
    if sent is not None:
        return draw_again(_form_for(member), sent, company)
    words = agreed_words(at.group) if at else ""
    return draw(_form_for(member), {"words": words, "share": "take"}, company)


def read_leaving(member: Membership, sent: Sent) -> Submission:
    """What a leaver chose."""
    return read(_form_for(member), sent)


def fit_form(kept: Fit | None, sent: Submission | None = None) -> DrawnForm:
    """How it is, as it was answered before."""
    if sent is not None:
        return draw_again(form("fit"), sent, Company())
    return draw(form("fit"), kept.answers if kept else {}, Company())


def read_fit(sent: Sent) -> Submission:
    """What was sent for it."""
    return read(form("fit"), sent)


def _form_for(member: Membership) -> Form:
    """The form without another circle for whoever has asked for one already."""
    made = form("leaving")
    if may_ask_for_another(member):
        return made
    return replace(made, fields=tuple(_without_another(one) for one in made.fields))


def _without_another(field: Field) -> Field:
    if field.name != "kind" or not isinstance(field.kind, Choice):
        return field
    options = tuple(one for one in field.options if one.value != ANOTHER)
    kind = replace(field.kind, values=tuple(one.value for one in options))
    return replace(field, kind=kind, options=options)
