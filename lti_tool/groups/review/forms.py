"""What staff may write on the page of circles: a size, and where somebody shall sit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from lti_tool.errors import NotHere
from lti_tool.groups.circles import LARGEST, SMALLEST, divide
from lti_tool.groups.review.queries import Look
from lti_tool.groups.words import sizes_words

OUT = "out"
"""Instead of a circle's number: no circle."""


@dataclass(frozen=True)
class SizeForm:
    """A size as it was written, for so many people; `error` is one sentence, or empty."""

    value: str
    people: int
    error: str = ""

    @property
    def field(self) -> dict[str, Any]:
        """For the macro `field` of parts/fields.html: each size with the circles it makes."""
        return {
            "name": "size",
            "id": "size",
            "kind": "choice",
            "label": _("How many sit in a circle"),
            "hint": _("Sizes differ by one at most, so nobody is left over."),
            "value": self.value,
            "error": self.error,
            "options": [_option(self.people, size) for size in possible_sizes(self.people)],
        }


@dataclass(frozen=True)
class Place:
    """Who shall sit where: `to` is the number of a circle, or None for no circle."""

    grouping_id: int
    membership_id: int
    to: int | None


def possible_sizes(people: int) -> range:
    """The sizes that so many people can choose from; empty for fewer than two."""
    return range(SMALLEST, min(LARGEST, people) + 1)


def offered(people: int, wished: int) -> SizeForm:
    """The form as it is first shown: the wished size, or the nearest that works."""
    sizes = possible_sizes(people)
    return SizeForm(str(min(sizes, key=lambda size: abs(size - wished), default="")), people)


def read_size(form: Mapping[str, str], people: int) -> SizeForm:
    """The size as somebody sent it, with a sentence when it cannot be."""
    written = form.get("size", "").strip()
    size = _whole(written)
    if people < SMALLEST:
        return SizeForm(written, people, _("A circle needs at least two students."))
    if size is not None and size in possible_sizes(people):
        return SizeForm(str(size), people)
    return SizeForm(written, people, _what_works(people, size))


def read_place(form: Mapping[str, str]) -> Place:
    """Who shall sit where; our own page sends nothing but numbers. Raises NotHere."""
    written = form.get("to", "")
    grouping, person, to = (_whole(form.get(name, "")) for name in ("grouping", "person", "to"))
    if grouping is None or person is None or (to is None and written != OUT):
        raise NotHere("no such place")
    return Place(grouping, person, to)


def read_look(args: Mapping[str, str]) -> Look:
    """Which circles an address asks for; what makes no sense is the first page of all."""
    return Look(max(_whole(args.get("page", "")) or 1, 1), args.get("find", "").strip()[:100])


def read_to(args: Mapping[str, str]) -> int | None:
    """The circle that an address names; None for no circle."""
    return _whole(args.get("to", ""))


def read_number(form: Mapping[str, str], name: str) -> int:
    """A number that our own page sent. Raises NotHere."""
    found = _whole(form.get(name, ""))
    if found is None:
        raise NotHere(f"no such {name}")
    return found


def read_grouping(form: Mapping[str, str]) -> int:
    """Which grouping the page showed. Raises NotHere."""
    return read_number(form, "grouping")


def _whole(text: str) -> int | None:
    """A number as people count: ASCII digits, few enough for any database."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _what_works(people: int, size: int | None) -> str:
    most = min(LARGEST, people)
    if most == SMALLEST:
        return str(_("There are only 2 students: choose circles of 2."))
    if size is not None and size > people == most:
        return str(
            _(
                "There are only %(n)d students: choose a size from 2 to %(most)d.",
                n=people,
                most=most,
            )
        )
    return str(_("Choose a size from 2 to %(most)d.", most=most))


def _option(people: int, size: int) -> dict[str, str]:
    return {
        "value": str(size),
        "label": ngettext("%(num)d person", "%(num)d people", size),
        "effect": sizes_words(divide(people, size)),
    }
