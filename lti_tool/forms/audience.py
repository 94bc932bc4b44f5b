"""Who may read an answer: the one rule behind every page, export and log. Plain Python.

The words beside each box (`lti_tool.forms.words`) are made by asking this same rule.
"""

from dataclasses import dataclass, replace
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
    ADDRESSEE = "addressee"
    """Somebody to whom the author sent it: a mate, a helper, or one of the staff."""
    IN_TOUCH = "in touch"
    """A group mate who wants to stay in touch, as the author does."""
    CLASSMATE = "classmate"
    """Somebody who takes part in the same course."""
    STAFF = "staff"
    STRANGER = "stranger"


_GROUP = {Relation.MATE, Relation.CHOSEN, Relation.IN_TOUCH}
_READERS: dict[Audience, set[Relation]] = {
    Audience.ME: set(),
    Audience.GROUP: _GROUP,
    Audience.UNNAMED: _GROUP,
    Audience.CHOSEN: {Relation.CHOSEN},
    Audience.FACILITATOR: {Relation.FACILITATOR},
    Audience.ADDRESSED: {Relation.ADDRESSEE},
    Audience.COURSE: {*_GROUP, Relation.CLASSMATE},
    Audience.MUTUAL: {Relation.IN_TOUCH},
    # Staff see that it is done and when, the course sees numbers: nobody reads the answer.
    Audience.TOGETHER: set(),
    Audience.STATUS: set(),
    Audience.COHORT: set(),
    Audience.CIRCLES: set(),
    Audience.ONCE: set(),
}
_NOBODY = (
    Audience.TOGETHER, Audience.STATUS, Audience.COHORT, Audience.CIRCLES, Audience.ONCE,
)  # fmt: skip
"""Audiences of which nobody reads the answer, for reasons that differ."""


_FROM_MANY_TO_FEW = (
    (Relation.CLASSMATE, Audience.COURSE),
    (Relation.MATE, Audience.GROUP),
    (Relation.CHOSEN, Audience.CHOSEN),
    (Relation.FACILITATOR, Audience.FACILITATOR),
    (Relation.ADDRESSEE, Audience.ADDRESSED),
    (Relation.IN_TOUCH, Audience.MUTUAL),
)
"""The first of these who reads a field says for whom it stands."""


@dataclass(frozen=True, slots=True)
class Share:
    """What the author has opened, and to whom; see `share_of`."""

    fields: frozenset[str] = frozenset()
    """The names of the fields that are opened."""
    chosen: frozenset[int] | None = None
    """The mates, by membership, to whom alone; None: to the whole circle."""

    def relation_of(self, mate: int) -> Relation:
        """How a group mate stands to the author of it."""
        return Relation.CHOSEN if mate in (self.chosen or ()) else Relation.MATE

    @property
    def readers(self) -> set[Relation]:
        """Who reads what is opened."""
        return _GROUP if self.chosen is None else {Relation.CHOSEN}


def share_of(form: Form, answers: Answers) -> Share:
    """What these answers open, and to whom."""
    return Share(form.opened(answers), form.chosen(answers))


def may_read(field: Field, *, share: Share, relation: Relation) -> bool:
    """Whether a reader who stands like this to the author may read the answer to a field."""
    if relation is Relation.AUTHOR:
        return True
    if field.name in share.fields and field.audience is Audience.ME and relation in share.readers:
        return True
    return relation in _READERS[field.audience]


def opened_to_course(form: Form) -> Form:
    """A form whose author has opened what the group reads to everybody who takes part."""
    wider = {Audience.GROUP: Audience.COURSE}
    fields = (replace(one, audience=wider.get(one.audience, one.audience)) for one in form.fields)
    return replace(form, fields=tuple(fields))


def readable(form: Form, answers: Answers, *, share: Share, relation: Relation) -> dict[str, Any]:
    """The answers that this reader may see, by field; a name that the form lacks is left out."""
    return {
        field.name: answers[field.name]
        for field in form.fields
        if field.name in answers and may_read(field, share=share, relation=relation)
    }


def audience_of(field: Field, *, share: Share) -> Audience:
    """For whom a field stands now, as the rule has it: the kind of its sentence and its glyph."""
    for relation, audience in _FROM_MANY_TO_FEW:
        if may_read(field, share=share, relation=relation):
            return field.audience if field.audience is Audience.UNNAMED else audience
    return field.audience if field.audience in _NOBODY else Audience.ME
