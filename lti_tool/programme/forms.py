"""What staff may choose when a platform asks for content: what links open, names, a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from lti_tool.lti.deep_linking import ContentRequest
from lti_tool.programme.models import WHOLE
from lti_tool.programme.outline.extras import REFLECTIONS
from lti_tool.programme.words import link_words

LONGEST_NAME = 200
"""Signs; Moodle keeps 255 of a name, and column names end there too."""


@dataclass(frozen=True)
class Picked:
    """A choice as it was written; `errors` has one sentence for each field that needs a look."""

    kinds: tuple[str, ...]
    name: str = ""
    due: str = ""
    wants_column: bool = True
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def due_on(self) -> date | None:
        """The day by which it is due, if one was given."""
        return date.fromisoformat(self.due) if self.due else None

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each kind with the name of its link: a name of one's own goes to a single link only."""
        own = self.name if len(self.kinds) == 1 else ""
        words = link_words()
        return [(kind, own or words[kind].title) for kind in self.kinds]


def read_picked(
    sent: Mapping[str, Sequence[str]], asked: ContentRequest, *, uses: Collection[str]
) -> Picked:
    """The choice as somebody of a course with these extras sent it."""
    known = link_words(uses)
    kinds = tuple(kind for kind in known if kind in sent.get("kind", ()))
    name, due = (" ".join(_first(sent, one).split()) for one in ("name", "due"))
    wants_column = asked.takes_line_items and "column" in sent
    errors = {"kind": _of_kinds(kinds, asked), "name": _of_name(name), "due": _of_due(due)}
    wrong = {one: words for one, words in errors.items() if words}
    return Picked(kinds, name, due, wants_column=wants_column, errors=wrong)


def picker_fields(
    picked: Picked, asked: ContentRequest, *, points: float, uses: Collection[str]
) -> list[dict[str, Any]]:
    """The fields of the page, for parts/fields.html; the first asks what the link opens."""
    drawn = [_kind(picked, asked, uses), _name(picked, asked), _due(picked, uses)]
    if asked.takes_line_items:
        drawn.append(_column(picked, points))
    return [
        {**one, "id": one["name"], "error": picked.errors.get(one["name"], "")} for one in drawn
    ]


def first_picked(has_column: bool) -> Picked:
    """The page as it is first shown: the whole, with a column unless the course has it already."""
    return Picked((WHOLE,), wants_column=not has_column)


def _kind(picked: Picked, asked: ContentRequest, uses: Collection[str]) -> dict[str, Any]:
    several = asked.takes_several
    return {
        "name": "kind",
        "kind": "many" if several else "choice",
        "label": _("Links to add") if several else _("The link opens"),
        "value": list(picked.kinds) if several else next(iter(picked.kinds), ""),
        "options": [
            {"value": kind, "label": words.label, "effect": words.effect}
            for kind, words in link_words(uses).items()
        ],
    }


def _name(picked: Picked, asked: ContentRequest) -> dict[str, Any]:
    several = _("Left empty, or with several links, each has its own name: “Peer Circles: …”.")
    return {
        "name": "name",
        "kind": "text",
        "label": _("Name in the course"),
        "hint": several if asked.takes_several else _("Left empty, it is “Peer Circles: …”."),
        "value": picked.name,
        "maxlength": LONGEST_NAME,
    }


def _due(picked: Picked, uses: Collection[str]) -> dict[str, Any]:
    hint = _("For a goal or a reflection, where your learning platform keeps such a day.")
    if REFLECTIONS not in uses:
        hint = _("For a goal, where your learning platform keeps such a day.")
    return {
        "name": "due",
        "kind": "date",
        "label": _("Due on"),
        "hint": hint,
        "value": picked.due,
    }


def _column(picked: Picked, points: float) -> dict[str, Any]:
    return {
        "name": "column",
        "kind": "tick",
        "label": _("Add the gradebook column for taking part, out of %(points)g", points=points),
        "hint": _("It counts that students took part, never what they wrote."),
        "value": picked.wants_column,
    }


def _first(sent: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(sent.get(name, ())), "").replace("\x00", "")


def _of_kinds(kinds: tuple[str, ...], asked: ContentRequest) -> str:
    if not kinds:
        return str(_("Choose what the link shall open."))
    if len(kinds) > 1 and not asked.takes_several:
        return str(_("Your learning platform takes one link at a time: choose one."))
    return ""


def _of_name(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return str(_("The name is too long: %(most)d signs at most.", most=LONGEST_NAME))
    return ""


def _of_due(due: str) -> str:
    try:
        date.fromisoformat(due or "2000-01-01")
    except ValueError:
        return str(_("Write the day as year, month and day, such as 2026-11-24."))
    return ""
