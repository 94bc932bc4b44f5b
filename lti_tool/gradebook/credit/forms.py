"""What staff choose about counting, on its way to the page and back."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from lti_tool.forms.definition import Field, Form, Option
from lti_tool.forms.kinds import Number, Sent
from lti_tool.forms.made import choice, field, made, many, plain
from lti_tool.forms.reading import Submission, read
from lti_tool.gradebook.credit.words import model_words
from lti_tool.programme.items import Item
from lti_tool.programme.models import Grading
from lti_tool.programme.queries import participation_rules
from lti_tool.programme.scoring import Rules
from lti_tool.web.languages import chosen_language

NUMBERS = ("model", "free_misses", "full", "minimum", "lessons", "columns")
RHYTHMS = {"0": 0, "2": 2, "4": 4}
"""Weeks from one reflection to the next."""
ASKS_FOR = {"looks_back": "reflection", "lessons": "lesson"}
"""The item that a field asks for; in a course that does without it there is no such field."""


def credit_form(unused: Collection[str] = ()) -> Form:
    """How taking part counts; `unused` are items that the course does without."""
    items = [one for one in participation_rules().items if one.key not in unused]
    asked = (one for one in _fields(items) if ASKS_FOR.get(one.name) not in unused)
    return made(*asked, name="credit")


def _fields(items: Sequence[Item]) -> tuple[Field, ...]:
    models = [Option(key, plain(w.title), plain(w.effect)) for key, w in model_words().items()]
    return (
        choice("model", _("How it counts"), models),
        field("points", Number(1, 1000), _("Points for full credit")),
        choice("columns", _("Columns in the gradebook"), _columns()),
        field("free_misses", Number(0, 20), _("Items that may be missed for free"),
              _("Counts with “Done items out of due items”.")),
        field("full", Number(1, 1000), _("Points for items that give full credit"),
              _("Counts with “Points for each item”.")),
        field("minimum", Number(1, 100), _("Items that are enough"),
              _("Counts with “Enough is enough”.")),
        many("counts", _("What counts"), [_option(item) for item in items]),
        choice("looks_back", _("Looking back is due"), _rhythms()),
        field("lessons", Number(0, 20), _("Lessons that are asked for"), _("Any of them.")),
    )  # fmt: skip


def credit_answers(rules: Rules, grading: Grading) -> dict[str, Any]:
    """What stands there now."""
    return {
        "model": rules.model,
        "points": round(rules.maximum),
        "free_misses": rules.free,
        "full": round(rules.full),
        "minimum": rules.minimum,
        "counts": [kind.key for kind in rules.kinds],
        "looks_back": str(grading.looks_back),
        "lessons": grading.lessons,
        "columns": grading.columns,
    }


def read_credit(form: Form, sent: Sent, kept: Mapping[str, Any]) -> Submission:
    """What was chosen; every line needs an answer."""
    found = read(form, sent, kept)
    errors = dict(found.errors)
    for name in ("model", "columns", "looks_back"):
        if form.field(name) and not found.values.get(name):
            errors.setdefault(name, _("Choose one of the lines below."))
    for name in ("points", "free_misses", "full", "minimum", "lessons"):
        if form.field(name) and found.values.get(name) is None:
            errors.setdefault(name, _("Write a whole number."))
    if not found.values.get("counts"):
        errors.setdefault("counts", _("Choose at least one line."))
    return Submission(found.values, found.typed, errors)


def grading_values(
    values: Mapping[str, Any], kept: Grading, unused: Collection[str]
) -> dict[str, Any]:
    """The same as columns of `Grading`; what the course does without stays as it was chosen."""
    before = {*kept.leaves_out}.intersection(unused)
    keys = [item.key for item in participation_rules().items if item.key not in unused]
    out = before.union(key for key in keys if key not in values["counts"])
    rhythm = RHYTHMS.get(values.get("looks_back", ""), kept.looks_back)
    return {
        **{name: values.get(name, getattr(kept, name)) for name in NUMBERS},
        "leaves_out": [item.key for item in participation_rules().items if item.key in out],
        "looks_back": rhythm,
    }


def _option(item: Item) -> Option:
    needs = "" if item.kind.is_alone else _("Needs others; keeps its credit after leaving.")
    return Option(item.key, plain(item.label(chosen_language())), plain(needs))


def _columns() -> list[Option]:
    said = {
        "one": (_("One for all of it"), _("A single mark that sums up.")),
        "each": (
            _("One for each activity"),
            _("Each has the points above, and counts by itself. Weigh them in the gradebook."),
        ),
    }
    return [Option(key, plain(label), plain(effect)) for key, (label, effect) in said.items()]


def _rhythms() -> list[Option]:
    said = {"0": _("once"), "2": _("every two weeks"), "4": _("every four weeks")}
    return [Option(key, plain(words)) for key, words in said.items()]
