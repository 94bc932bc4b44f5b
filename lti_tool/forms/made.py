"""Forms that belong to the program and not to a file: what staff choose about their course.

Their words stand in the catalogues. For the `forms` modules of any step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lti_tool.forms.definition import Audience, Field, Form, Option, Words
from lti_tool.forms.fields import DrawnField, draw, draw_again
from lti_tool.forms.kinds import Choice, Kind, Many
from lti_tool.forms.reading import Submission
from lti_tool.forms.words import Company


@dataclass(frozen=True)
class Drawn:
    """A form of staff on its page: its fields, and the version that was seen."""

    fields: tuple[DrawnField, ...]
    version: int


def drawn(form: Form, answers: Mapping[str, Any], version: int) -> Drawn:
    """A form with what stands there now. Settings of a course need no line about readers."""
    return Drawn(bare(draw(form, answers, Company()).fields), version)


def drawn_again(form: Form, sent: Submission, version: int) -> Drawn:
    """A form as it was sent, with what is wrong beside each field."""
    return Drawn(bare(draw_again(form, sent, Company()).fields), version)


def bare(fields: Sequence[DrawnField]) -> tuple[DrawnField, ...]:
    """The same fields without the line of who reads them."""
    return tuple(replace(one, audience=None) for one in fields)


def made(*fields: Field, name: str = "setup") -> Form:
    """A form of these fields."""
    return Form(name, 1, Words(), Words(), fields)


def plain(text: str) -> Words:
    """Words that are in the reader's language already."""
    return Words({"en": text})


def field(name: str, kind: Kind, label: str, hint: str = "") -> Field:
    """One question."""
    return Field(name, kind, Audience.STATUS, plain(label), plain(hint) if hint else Words())


def choice(name: str, label: str, options: Sequence[Option], hint: str = "") -> Field:
    """One of these lines."""
    kind = Choice(tuple(one.value for one in options))
    return replace(field(name, kind, label, hint), options=tuple(options))


def many(name: str, label: str, options: Sequence[Option], *, most: int = 0) -> Field:
    """Some of these lines, `most` at most; 0: any number."""
    kind = Many(tuple(one.value for one in options), most=most)
    return replace(field(name, kind, label), options=tuple(options))
