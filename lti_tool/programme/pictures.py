"""What students will see behind each link that staff may add; for the picker.

Questions and their readers come from the forms themselves, so that no preview can drift.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext

from lti_tool.forms.audience import Share
from lti_tool.forms.definition import Form
from lti_tool.forms.shelf import all_forms
from lti_tool.forms.words import AudienceLine, Company, audience_line, number_word
from lti_tool.programme.models import WHOLE
from lti_tool.programme.words import link_words
from lti_tool.web.circle import Middle, Ring, Seat, ring, seat
from lti_tool.web.languages import chosen_language

MATES = ("Minh Anh", "Søren", "Владислава")
"""Names as any course may have them; nobody's."""
MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Preview:
    """One page in small: a ring, or the first questions, how many follow, and who reads them."""

    title: str
    words: str = ""
    ring: Ring | None = None
    questions: tuple[str, ...] = ()
    more: int = 0
    audience: AudienceLine | None = None


def previews(uses: Collection[str]) -> list[Preview]:
    """One for each kind of link of a course with these extras, in the order of `link_words`."""
    return [_of(kind) for kind in link_words(uses)]


def _of(kind: str) -> Preview:
    if kind == WHOLE:
        return _circle()
    form = all_forms().get(kind)
    return _form(form) if form else Preview(link_words()[kind].label)


def _circle() -> Preview:
    you = Seat("AO", gettext("You"), "you")
    middle = Middle(gettext("You are %(number)s", number=number_word(len(MATES) + 1)))
    return Preview(
        gettext("Circle %(number)s", number=7),
        gettext("Each student sees their own circle only. Who has none yet sees a kept seat."),
        ring=ring([you, *map(seat, MATES)], middle),
    )


def _form(form: Form) -> Preview:
    asked = [one for one in form.fields if not one.is_share]
    first = asked[:MOST_QUESTIONS]
    return Preview(
        form.title.speak(chosen_language()),
        form.lead.speak(chosen_language()),
        questions=tuple(one.label.speak(chosen_language()) for one in first),
        more=len(asked) - len(first),
        audience=audience_line(first[0], share=Share(), company=Company()),
    )
