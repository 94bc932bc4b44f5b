"""The survey in words: each page with what its author said on it."""

from dataclasses import dataclass

from lti_tool.forms.definition import Answers, Form
from lti_tool.forms.kinds import is_blank
from lti_tool.web.languages import chosen_language


@dataclass(frozen=True)
class SaidPage:
    """A page of the survey: its title, and of how many questions some are answered."""

    name: str
    title: str
    answered: int
    asked: int


def said_pages(form: Form, answers: Answers) -> list[SaidPage]:
    """All pages in their order."""
    return [
        SaidPage(
            page.name,
            page.title.speak(chosen_language()),
            sum(not is_blank(answers.get(name)) for name in page.fields),
            len(page.fields),
        )
        for page in form.pages
    ]
