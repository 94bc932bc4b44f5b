"""The forms of looking back, on their way to the page and back."""

from dataclasses import dataclass, replace

from lti_tool.courses.models import Membership
from lti_tool.forms.audience import share_of
from lti_tool.forms.definition import Audience, Form
from lti_tool.forms.kinds import Sent, first
from lti_tool.forms.mates import with_mates
from lti_tool.forms.reading import Submission, read, read_draft, seen_version
from lti_tool.forms.sheet import (
    Sheet,
    Told,
    blank_sheet,
    kept_sheet,
    sheet_again,
    sheet_of_both,
    told,
    told_of_old,
)
from lti_tool.forms.shelf import all_forms
from lti_tool.forms.words import AudienceLine, Company, audience_line, line_for
from lti_tool.groups.queries import names_of_mates
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.queries import form_of, ways
from lti_tool.web.languages import chosen_language

LATER = "-later"
"""The button that keeps a reflection without marking it as done."""
WAY = "-way"
"""The hidden field of a new reflection: the form that it was begun in."""


@dataclass(frozen=True)
class Box:
    """A box of a reflection to be read, with who else can read it now."""

    told: Told
    readers: AudienceLine


def ways_to_pick() -> list[tuple[str, str, str]]:
    """Each way of looking back: its name, its title, what it asks for."""
    forms, language = all_forms(), chosen_language()
    return [
        (name, forms[name].title.speak(language), forms[name].lead.speak(language))
        for name in ways().names
    ]


def made_of(author: Membership, kept: Reflection | None, sent: Sent) -> Form:
    """The form that was sent: of what was begun, else the one that the page was drawn in."""
    made, people = form_of(kept, first(sent, WAY)), names_of_mates(author)
    return with_mates(made, people, kept.answers if kept else None)


def empty_reflection(author: Membership, made: Form, key: str = "") -> Sheet:
    """The page of a new reflection; `key` is that of a link by which staff asked for one."""
    company = _company_of(author)
    sheet = blank_sheet(with_mates(made, company.people), company)
    return replace(sheet, key=key) if key else sheet


def kept_reflection(author: Membership, kept: Reflection) -> Sheet:
    """The page of a reflection that was begun."""
    company = _company_of(author)
    made = with_mates(form_of(kept), company.people, kept.answers)
    return kept_sheet(made, kept, kept.answers, company=company)


def is_for_later(sent: Sent) -> bool:
    """Whether its author goes on later."""
    return LATER in sent


def read_reflection(made: Form, sent: Sent) -> Submission:
    """What was sent; a reflection that goes on later may be empty still."""
    return (read_draft if is_for_later(sent) else read)(made, sent)


def reflection_again(
    author: Membership, made: Form, read: Submission, *, key: str, sent: Sent
) -> Sheet:
    """The page of a reflection with what is wrong beside each field."""
    return sheet_again(made, read, _company_of(author), key=key, seen=seen_version(sent))


def both_reflections(author: Membership, kept: Reflection, sent: Submission) -> Sheet:
    """The page of a reflection that was saved elsewhere meanwhile, with both versions."""
    company = _company_of(author)
    made = with_mates(form_of(kept), company.people, kept.answers)
    return sheet_of_both(made, sent, kept, answers=kept.answers, company=company)


def boxes_of(author: Membership, kept: Reflection) -> list[Box]:
    """What was written, box by box, to be read again by its author."""
    company = _company_of(author)
    made = with_mates(form_of(kept), company.people, kept.answers)
    share = share_of(made, kept.answers)
    boxes = [
        Box(one, audience_line(field, share=share, company=company))
        for field in made.fields
        if not field.is_share
        for one in told(replace(made, fields=(field,)), kept.answers)
    ]
    only_me = line_for(Audience.ME, company)
    return boxes + [Box(one, only_me) for one in told_of_old(made, kept.answers)]


def _company_of(author: Membership) -> Company:
    people = names_of_mates(author)
    return Company(mates=len(people), people=people)
