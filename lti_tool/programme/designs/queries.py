"""Asking how a course is set up, section by section, as a file of its design says it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.courses.design import Designed
from lti_tool.courses.models import Context
from lti_tool.programme.copies.queries import design_of, designed_models

Sections = Mapping[str, Mapping[str, Any]]
"""What is set, by section and by column."""


@dataclass(frozen=True)
class Change:
    """One thing that a file sets otherwise than a course is set up."""

    place: str
    before: Any
    after: Any


def models_by_section() -> dict[str, type[Designed]]:
    """The models of a design that stand in a file, in the order of steps."""
    return {model.section: model for model in designed_models() if model.section}


def rows_of(context: Context) -> dict[str, Designed]:
    """What staff have set up for a course, by section; what nobody touched has no row."""
    return {row.section: row for row in design_of(context).values() if row.section}


def sections_of(context: Context) -> Sections:
    """How a course is set up, without what names people."""
    return {section: row.design() for section, row in rows_of(context).items()}


def mark_of(context: Context) -> str:
    """What tells one state of a course's design from another."""
    said = json.dumps(sections_of(context), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def changes(context: Context, brought: Sections) -> list[Change]:
    """What bringing this along would change, in the order of the file."""
    return list(_changes(sections_of(context), brought))


def _changes(here: Sections, brought: Sections) -> Iterator[Change]:
    before = dict(_leaves(here))
    for place, after in _leaves(brought):
        was = before.get(place)
        if was != after and (was or after):
            yield Change(place, was, after)


def _leaves(values: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Any]]:
    """Each single setting by its place, as `plan.choices.say`."""
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{place}{name}.")
        else:
            yield f"{place}{name}", value
