"""The survey in words: each page with what its author said on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from lti_tool.forms.definition import Answers, Audience, Form
from lti_tool.forms.kinds import is_blank
from lti_tool.web.languages import chosen_language


@dataclass(frozen=True)
class SaidPage:
    """A page of the survey: its title, how many of its questions are answered, and for how long.

    `stays_open`: it can be changed after the window too.
    """

    name: str
    title: str
    answered: int
    asked: int
    stays_open: bool


def said_pages(form: Form, answers: Answers) -> list[SaidPage]:
    """All pages in their order."""
    return [
        SaidPage(
            page.name,
            page.title.speak(chosen_language()),
            sum(not is_blank(answers.get(name)) for name in page.fields),
            len(page.fields),
            may_change_always(form, page.fields),
        )
        for page in form.pages
    ]


def may_change_always(form: Form, names: Iterable[str]) -> bool:
    """Whether these fields only say what a circle may know, so that they can be taken back."""
    fields = [form.field(name) for name in names]
    return all(one and (one.is_share or one.audience is Audience.GROUP) for one in fields)
