"""The forms of looking back, on their way to the page and back."""

from dataclasses import dataclass, replace

from lti_tool.courses.models import Membership
from lti_tool.forms.definition import Audience, Form
from lti_tool.forms.kinds import Sent, first
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
from lti_tool.groups.queries import mates_of
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


def made_of(kept: Reflection | None, sent: Sent) -> Form:
    """The form that was sent: of what was begun, else the one that the page was drawn in."""
    return form_of(kept, first(sent, WAY))


def empty_reflection(author: Membership, made: Form, key: str = "") -> Sheet:
    """The page of a new reflection; `key` is that of a link by which staff asked for one."""
    sheet = blank_sheet(made, _company_of(author))
    return replace(sheet, key=key) if key else sheet


def kept_reflection(author: Membership, kept: Reflection) -> Sheet:
    """The page of a reflection that was begun."""
    return kept_sheet(form_of(kept), kept, kept.answers, company=_company_of(author))


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
    return sheet_of_both(
        form_of(kept), sent, kept, answers=kept.answers, company=_company_of(author)
    )


def boxes_of(author: Membership, kept: Reflection) -> list[Box]:
    """What was written, box by box, to be read again by its author."""
    made, company = form_of(kept), _company_of(author)
    share = made.opened(kept.answers)
    boxes = [
        Box(one, audience_line(field, share=share, company=company))
        for field in made.fields
        if not field.is_share
        for one in told(replace(made, fields=(field,)), kept.answers)
    ]
    only_me = line_for(Audience.ME, company)
    return boxes + [Box(one, only_me) for one in told_of_old(made, kept.answers)]


def _company_of(author: Membership) -> Company:
    return Company(mates=len(mates_of(author)))
