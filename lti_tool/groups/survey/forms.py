"""The survey on its way to the page and back, one page of it at a time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import learners_of
from lti_tool.errors import NotHere
from lti_tool.forms.definition import Answers, Field, Form, Option, Page, Words
from lti_tool.forms.fields import draw
from lti_tool.forms.grids import People
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, sheet_again, sheet_of_both
from lti_tool.forms.words import Company
from lti_tool.groups.queries import mates_of
from lti_tool.groups.survey.models import KEY, Survey
from lti_tool.groups.survey.queries import asked_form

MOST_MATES = 1_000
"""People whom a page can offer; in a larger course nobody is named."""
LATER = "-later"
"""The button that keeps a page and goes home."""


def find_page(author: Membership, name: str) -> Page:
    """A page of the survey; raises NotHere."""
    pages = asked_form(author.context_id).pages
    found = next((one for one in pages if one.name == name), None)
    if found is None:
        raise NotHere("no such page of the survey")
    return found


def page_after(author: Membership, page: Page) -> Page | None:
    """The page that follows; None after the last."""
    pages = asked_form(author.context_id).pages
    return next(iter(pages[pages.index(page) + 1 :]), None)


def is_for_later(sent: Sent) -> bool:
    """Whether its author goes on later."""
    return LATER in sent


def drawn_page(author: Membership, page: Page, *, version: int, answers: Answers) -> Sheet:
    """A page with the answers that are kept."""
    form = _form(author, page)
    return Sheet(draw(form, {**_careful(form), **answers}, _company(author)), KEY, version)


def read_page(author: Membership, page: Page, sent: Sent) -> Submission:
    """What was sent of a page."""
    return read(_form(author, page), sent)


def page_again(author: Membership, page: Page, *, read: Submission, sent: Sent) -> Sheet:
    """A page with what is wrong beside each field."""
    form = _form(author, page)
    return sheet_again(form, read, _company(author), key=KEY, seen=seen_version(sent))


def both_pages(
    author: Membership, page: Page, kept: Survey, *, read: Submission, answers: Answers
) -> Sheet:
    """A page that was saved elsewhere meanwhile, with both versions."""
    form = _form(author, page)
    return sheet_of_both(form, read, kept, answers=answers, company=_company(author))


def _form(author: Membership, page: Page) -> Form:
    """The page as a form, its people being those of the course."""
    form = asked_form(author.context_id).part(page)
    if not any(isinstance(one.kind, People) for one in form.fields):
        return form
    mates = [one for one in learners_of(author.context_id) if one.id != author.id]
    if len(mates) > MOST_MATES:
        named = tuple(one for one in form.fields if not isinstance(one.kind, People))
        return replace(form, fields=named)
    options = tuple(Option(str(one.id), Words({"en": one.user.shown_name})) for one in mates)
    return replace(form, fields=tuple(_peopled(one, options) for one in form.fields))


def _peopled(field: Field, people: tuple[Option, ...]) -> Field:
    if not isinstance(field.kind, People):
        return field
    kind = replace(field.kind, values=tuple(one.value for one in people))
    return replace(field, kind=kind, options=people)


def _careful(form: Form) -> Mapping[str, Any]:
    """A share choice begins on its first line, which opens nothing."""
    return {one.name: one.options[0].value for one in form.fields if one.is_share}


def _company(author: Membership) -> Company:
    return Company(mates=len(mates_of(author)))
