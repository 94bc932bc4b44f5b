"""The question for whom something is opened: the whole circle, or some of it by name.

Its lines are the mates of now, so a page fills them in; `forms.audience.share_of` reads the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from lti_tool.forms.definition import Answers, Field, Form, Option, Words
from lti_tool.forms.kinds import Sent, Wrong, _, first

SOME = "some"
"""What is sent when only some are meant; it stands first in what was typed."""


@dataclass(frozen=True)
class Mates:
    """The whole circle, or some of its members."""

    word: ClassVar[str] = "mates"
    values: tuple[str, ...] = ()

    def typed(self, sent: Sent, name: str) -> list[str]:
        """Those who were chosen, after `SOME`; nothing for the whole circle."""
        chosen = list(sent.get(name, ()))
        is_whole = first(sent, f"{name}-to") != SOME if f"{name}-to" in sent else not chosen
        return [] if is_whole else [SOME, *chosen]

    def read(self, typed: list[str]) -> list[int]:
        """Their memberships; none for the whole circle."""
        chosen = set(typed[1:])
        if chosen - set(self.values):
            raise Wrong(_("Choose from the lines below."))
        if typed and not chosen:
            raise Wrong(_("Choose at least one of them, or your whole circle."))
        return [int(one) for one in self.values if one in chosen]


MATES: dict[str, type[Any]] = {Mates.word: Mates}


def with_mates(form: Form, people: Mapping[int, str], kept: Answers | None = None) -> Form:
    """A form with these mates to choose from, by membership.

    Where there is nobody to leave out the question is not asked, unless somebody was left out
    before: nothing is opened to more people without its author.
    """
    is_narrow = form.chosen(kept or {}) is not None
    fields = (_filled(one, people) for one in form.fields)
    asks = len(people) > 1 or is_narrow
    return replace(form, fields=tuple(one for one in fields if asks or one.kind.word != Mates.word))


def _filled(field: Field, people: Mapping[int, str]) -> Field:
    if not isinstance(field.kind, Mates):
        return field
    options = tuple(Option(str(key), Words({"en": name})) for key, name in people.items())
    return replace(field, kind=Mates(tuple(map(str, people))), options=options)
