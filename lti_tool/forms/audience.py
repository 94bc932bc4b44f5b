"""Who may read an answer: the one rule behind every page, export and log. Plain Python.

The words beside each box (`lti_tool.forms.words`) are made by asking this same rule.
"""

from enum import StrEnum
from typing import Any

from lti_tool.forms.definition import Answers, Audience, Field, Form


class Relation(StrEnum):
    """How a reader stands to the author of an answer."""

    AUTHOR = "author"
    CHOSEN = "chosen"
    """A group mate whom the author chose."""
    MATE = "mate"
    FACILITATOR = "facilitator"
    """The one member of staff whom the author wrote to."""
    STAFF = "staff"
    STRANGER = "stranger"


Share = frozenset[str]
"""The names of the fields that the author has opened to the group: `Form.opened(answers)`."""

_GROUP = {Relation.MATE, Relation.CHOSEN}
_READERS: dict[Audience, set[Relation]] = {
    Audience.ME: set(),
    Audience.GROUP: _GROUP,
    Audience.UNNAMED: _GROUP,
    Audience.CHOSEN: {Relation.CHOSEN},
    Audience.FACILITATOR: {Relation.FACILITATOR},
    # Staff see that it is done and when, the course sees numbers: nobody reads the answer.
    Audience.STATUS: set(),
    Audience.COHORT: set(),
    Audience.CIRCLES: set(),
    Audience.ONCE: set(),
}
_NOBODY = (Audience.STATUS, Audience.COHORT, Audience.CIRCLES, Audience.ONCE)
"""Audiences of which nobody reads the answer, for reasons that differ."""


def may_read(field: Field, *, share: Share, relation: Relation) -> bool:
    """Whether a reader who stands like this to the author may read the answer to a field."""
    if relation is Relation.AUTHOR:
        return True
    if field.name in share and field.audience is Audience.ME and relation in _GROUP:
        return True
    return relation in _READERS[field.audience]


def readable(form: Form, answers: Answers, *, share: Share, relation: Relation) -> dict[str, Any]:
    """The answers that this reader may see, by field; a name that the form lacks is left out."""
    return {
        field.name: answers[field.name]
        for field in form.fields
        if field.name in answers and may_read(field, share=share, relation=relation)
    }


def audience_of(field: Field, *, share: Share) -> Audience:
    """For whom a field stands now, as the rule has it: the kind of its sentence and its glyph."""
    if may_read(field, share=share, relation=Relation.MATE):
        return Audience.UNNAMED if field.audience is Audience.UNNAMED else Audience.GROUP
    if may_read(field, share=share, relation=Relation.CHOSEN):
        return Audience.CHOSEN
    if may_read(field, share=share, relation=Relation.FACILITATOR):
        return Audience.FACILITATOR
    return field.audience if field.audience in _NOBODY else Audience.ME
