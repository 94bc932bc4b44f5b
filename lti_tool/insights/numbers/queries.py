"""Asking for the numbers of a course: who took part how far, and what its rounds may tell.

Everything passes `hiding` here, once: page and files show the same findings and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lti_tool.forms.definition import Field
from lti_tool.insights.numbers.actions import count_closed
from lti_tool.insights.numbers.counting import pairs_in
from lti_tool.insights.numbers.hiding import FEW, Part, shown_parts
from lti_tool.insights.numbers.statistics import Change, change_of
from lti_tool.insights.numbers.taking_part import Course, course_of, earlier_terms
from lti_tool.journey.rounds.packs import load_measures
from lti_tool.journey.rounds.plan import AFTER, PULSE
from lti_tool.journey.rounds.queries import round_form
from lti_tool.launch.models import Visit
from lti_tool.programme.outline.extras import ROUNDS
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import outline_of
from lti_tool.web.config import config_dirs

MOVES = ("up", "same", "down")
LEVELS = ("agree", "middle", "disagree")


@dataclass(frozen=True)
class Finding:
    """What may be told of one line: parts of `n` people, none where they would tell too much.

    `change` is there from FEW pairs on; `kind` is `moves`, `levels` or `options`.
    """

    field: Field
    kind: str
    n: int
    parts: tuple[Part, ...]
    change: Change | None = None


@dataclass(frozen=True)
class Chapter:
    """The findings that speak of one objective; "" for those of none."""

    objective: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Numbers:
    """All numbers of a course."""

    course: Course
    chapters: tuple[Chapter, ...]
    pulses: tuple[tuple[int, tuple[Finding, ...]], ...]
    """By the number of the pulse, the newest first."""
    terms: tuple[Course, ...]
    """Earlier courses of which this one is a copy, where the reader is staff too; oldest first."""


def numbers_of(visit: Visit) -> Numbers:
    """The numbers of the course of a visit, its chapters in the order of its objectives."""
    context = visit.membership.context
    outline = outline_of(context.id)
    counted = count_closed(context)
    if ROUNDS not in outline.uses:
        counted = {}
    ends = counted.get(AFTER, {"lines": {}, "pairs": {}})
    findings = {one.field.name: one for one in _findings(AFTER, ends)}
    pulses = [(key, counted[key]) for key in counted if key.startswith(PULSE)]
    return Numbers(
        course=course_of(context),
        chapters=tuple(_chapters(outline, findings)),
        pulses=tuple(
            (int(key.rpartition("-")[2]), tuple(_findings(PULSE, counts)))
            for key, counts in reversed(pulses)
            if any(counts["lines"].values())
        ),
        terms=tuple(earlier_terms(visit.membership)),
    )


def _chapters(outline: Outline, findings: Mapping[str, Finding]) -> Iterator[Chapter]:
    """First what the programme is for, then the others; lines of no objective come last."""
    lines, chosen = load_measures(config_dirs()).lines, outline.objectives
    rest = dict(findings)
    for name in sorted(lines, key=lambda one: chosen.index(one) if one in chosen else len(chosen)):
        found = tuple(rest.pop(line) for line in lines[name] if line in rest)
        if found:
            yield Chapter(name, found)
    if rest:
        yield Chapter("", tuple(rest.values()))


def _findings(form: str, counts: Mapping[str, Any]) -> Iterator[Finding]:
    for field in round_form(form).fields:
        if field.name in counts["pairs"]:
            yield moved(field, pairs_in(counts["pairs"][field.name]))
        elif field.name in counts["lines"]:
            yield answered(field, counts["lines"][field.name])


def moved(field: Field, pairs: Sequence[tuple[int, int]]) -> Finding:
    """What may be told of a line that was asked twice."""
    up = sum(after > before for before, after in pairs)
    down = sum(after < before for before, after in pairs)
    counts = zip(MOVES, (up, len(pairs) - up - down, down), strict=True)
    parts = shown_parts(list(counts))
    change = change_of(pairs) if parts and len(pairs) >= FEW else None
    return Finding(field, "moves", len(pairs), parts, change)


def answered(field: Field, counts: Mapping[str, int]) -> Finding:
    """What may be told of a line that was asked once."""
    if field.options:
        given = [(one.value, counts.get(one.value, 0)) for one in field.options]
        return Finding(field, "options", sum(counts.values()), shown_parts(given))
    high = sum(count for place, count in counts.items() if int(place) >= 4)
    low = sum(count for place, count in counts.items() if int(place) <= 2)
    n = sum(counts.values())
    parts = shown_parts(list(zip(LEVELS, (high, n - high - low, low), strict=True)))
    return Finding(field, "levels", n, parts)
