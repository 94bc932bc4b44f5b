"""What a form is: its fields, their audience and their words. Plain Python; anybody may use it.

Forms come from files (`lti_tool.forms.shelf`), so a question is added or reworded without code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lti_tool.forms.kinds import Kind

Answers = Mapping[str, Any]
"""The answers to a form by the names of its fields, of JSON types."""
ENGLISH = "en"


class Audience(StrEnum):
    """Who may read a field besides its author."""

    ME = "me"
    GROUP = "group"
    UNNAMED = "unnamed"
    """The group, which does not learn whose it is."""
    CHOSEN = "chosen"
    FACILITATOR = "facilitator"
    ADDRESSED = "addressed"
    """Those to whom the author sends it, one by one and by name; a teacher may be among them."""
    COURSE = "course"
    """Everybody who takes part in the course; its staff do not."""
    TOGETHER = "together"
    """Nobody: the circle sees how many chose what, once everybody has answered."""
    MUTUAL = "mutual"
    """The mates who opened the same to the author."""
    STATUS = "status"
    COHORT = "cohort"
    CIRCLES = "circles"
    """Nobody: it counts when circles are made."""
    ONCE = "once"
    """The same, and it is deleted when circles stand."""


@dataclass(frozen=True)
class Words:
    """One text in several languages."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def speak(self, language: str) -> str:
        """The text in a language, else in English, else in any there is; "" where there is none."""
        fallback = self.texts.get(ENGLISH) or next(iter(self.texts.values()), "")
        return self.texts.get(language) or fallback


@dataclass(frozen=True)
class Option:
    """One line of a choice. `opens` names the fields that it opens to the group."""

    value: str
    label: Words
    effect: Words = Words()
    opens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One question."""

    name: str
    kind: Kind
    audience: Audience
    label: Words
    hint: Words = Words()
    missing: Words = Words()
    """What to write, said when a needed answer is not there."""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    low: Words = Words()
    high: Words = Words()
    """What the two ends of a scale mean."""

    @property
    def is_share(self) -> bool:
        """Whether this is a share choice: what is answered here opens other fields."""
        return any(option.opens for option in self.options)


@dataclass(frozen=True)
class Page:
    """Some fields of a form on a page of their own, for forms that are answered step by step."""

    name: str
    title: Words
    lead: Words
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A form of one version. `any_of` names fields of which one at least must be answered."""

    name: str
    version: int
    title: Words
    lead: Words
    fields: tuple[Field, ...]
    any_of: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    beside: tuple[Field, ...] = ()
    """Fields of the other pages, where this is one page."""
    former: tuple[Field, ...] = ()
    """Questions of the form that this one replaces, which it does not ask: for old answers."""

    def part(self, page: Page) -> "Form":
        """One page as a form of its own; what the other pages open stays open."""
        here = tuple(one for one in self.fields if one.name in page.fields)
        beside = tuple(one for one in self.fields if one.name not in page.fields)
        return Form(self.name, self.version, page.title, page.lead, here, beside=beside)

    def field(self, name: str) -> Field | None:
        """A field by its name, if the form has it."""
        return next((one for one in self.fields if one.name == name), None)

    def opened(self, answers: Answers) -> frozenset[str]:
        """The fields that the author has opened to the group by a share choice."""
        return frozenset(
            name
            for one in (*self.fields, *self.beside)
            for option in one.options
            if option.value in _chosen(one, answers.get(one.name))
            for name in option.opens
        )

    def chosen(self, answers: Answers) -> frozenset[int] | None:
        """The mates, by membership, for whom alone it is opened; None: for the whole circle.

        A question that an institution has taken out of its form still holds for what it narrowed.
        """
        fields = (*self.fields, *self.beside, *self.former)
        said = [answers.get(one.name) for one in fields if one.kind.word == "mates"]
        named = [str(one) for answer in said if answer for one in answer]
        return frozenset(int(one) for one in named if one.isdecimal()) if named else None


def _chosen(field: Field, answer: Any) -> Sequence[Any]:
    """What was chosen of the options of a field: one of them, or of `many` any number."""
    if field.kind.word != "many":
        return (answer,)
    return answer if isinstance(answer, list) else ()
