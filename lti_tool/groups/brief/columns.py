"""Answers to the survey as columns of the engine. Plain Python; for `brief.queries` alone.

It goes by the names of fields in `config/forms/survey.toml`: a form that lacks one lacks a column.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from lti_tool.forms.definition import Form
from lti_tool.groups.brief.weeks import mask
from lti_tool.groups.matching.model import Answer, Pair, People

Said = Mapping[str, Mapping[str, Any]]
"""Answers by the engine's id of a person, then by field."""

SETS = ("goals", "background", "languages", "mode")
LEVELS = ("experience", "time")
STYLE = ("talk", "plan", "feedback")
EITHER = "either"
"""The option of a way of working that goes with both others."""
NOT_ONLY = "not_only"
SECTION = "section"
SURE = 3
"""From this level on somebody counts as experienced."""
MOST_CHOICES = 64
NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)


def people_of(ids: Sequence[str], said: Said, form: Form, *, zone: str, at: datetime) -> People:
    """Everybody with what they answered, None where they did not; hours as seen from `zone`."""

    def column(make: Any) -> tuple[Answer, ...]:
        return tuple(make(said.get(one, {})) for one in ids)

    return People(
        ids=tuple(ids),
        sets={
            **{name: column(_chosen(name, _values(form, name))) for name in SETS},
            "style": column(_style(form)),
        },
        levels={name: column(_level(name, _values(form, name))) for name in LEVELS},
        labels={f"{NOT_ONLY}:{value}": column(_marked(value)) for value in _values(form, NOT_ONLY)},
        offers=column(_topics("give", _values(form, "topics"))),
        wants=column(_topics("want", _values(form, "topics"))),
        hours=column(_hours(zone, at)),
    )


Imported = Mapping[str, Mapping[int, str]]
"""Columns that staff brought along: values by name and membership id."""


def with_imported(people: People, columns: Imported) -> tuple[People, dict[str, dict[int, str]]]:
    """The people with columns that staff brought along, and what their values are called.

    A column of whole numbers is a level, any other one a label, and the section always is one.
    """
    levels, labels, words = dict(people.levels), dict(people.labels), {}
    for name, values in columns.items():
        told = [values.get(int(one)) or None for one in people.ids]
        if name != SECTION and all(one is None or NUMBER.fullmatch(one) for one in told):
            levels[name] = tuple(None if one is None else int(one) for one in told)
        else:
            known = sorted({one for one in told if one is not None})
            place = {value: number for number, value in enumerate(known)}
            labels[name] = tuple(None if one is None else place[one] for one in told)
            words[name] = dict(enumerate(known))
    return people._replace(levels=levels, labels=labels), words


def has_answers(column: Iterable[Answer]) -> bool:
    """Whether anybody's answer is known."""
    return any(one is not None for one in column)


def experienced(people: People) -> frozenset[str]:
    """Who feels sure in the subject."""
    levels = zip(people.ids, people.levels["experience"], strict=True)
    return frozenset(one for one, level in levels if level is not None and level >= SURE)


def company_kept(people: People) -> tuple[tuple[str, int], ...]:
    """What somebody would rather not be the only one with, where more than one says so.

    One person alone cannot be given company, and to say so would tell of them.
    """
    return tuple(
        (name, 1)
        for name, column in people.labels.items()
        if name.startswith(f"{NOT_ONLY}:") and column.count(1) > 1
    )


def wishes(said: Said) -> tuple[Pair, ...]:
    """Who would like to sit with whom."""
    return tuple(
        (one, str(other)) for one, answers in said.items() for other in _list(answers, "wished")
    )


def rivals(said: Said) -> tuple[Pair, ...]:
    """Who must not sit together for a private reason: one asked for it, or both want one prize."""
    asked = {
        tuple(sorted((one, str(other))))
        for one, answers in said.items()
        for other in _list(answers, "please_not")
    }
    prizes: dict[str, list[str]] = {}
    for one, answers in said.items():
        if prize := " ".join(str(answers.get("contest") or "").casefold().split()):
            prizes.setdefault(prize, []).append(one)
    contests = {pair for people in prizes.values() for pair in combinations(sorted(people), 2)}
    return tuple((a, b) for a, b in sorted(asked | contests))


def votes(said: Said) -> dict[str, float]:
    """What matters most, by criterion: the share of those who said so among all who answered."""
    named = [str(one["matters"]) for one in said.values() if one.get("matters")]
    return {name: named.count(name) / len(named) for name in sorted(set(named))}


def _values(form: Form, name: str) -> tuple[str, ...]:
    field = form.field(name)
    return tuple(one.value for one in field.options[:MOST_CHOICES]) if field else ()


def _list(answers: Mapping[str, Any], name: str) -> list[Any]:
    found = answers.get(name)
    return found if isinstance(found, list) else []


def _bits(values: Sequence[str], chosen: Any) -> int:
    return sum(1 << number for number, value in enumerate(values) if value in chosen)


def _chosen(name: str, values: Sequence[str]) -> Any:
    return lambda answers: _bits(values, _list(answers, name)) or None


def _level(name: str, values: Sequence[str]) -> Any:
    places = {value: number for number, value in enumerate(values)}
    return lambda answers: places.get(str(answers.get(name)))


def _style(form: Form) -> Any:
    values = tuple(
        f"{name}:{value}" for name in STYLE for value in _values(form, name) if value != EITHER
    )

    def made(answers: Mapping[str, Any]) -> Answer:
        said = {f"{name}:{answers[name]}" for name in STYLE if answers.get(name)}
        both = [name for name in STYLE if f"{name}:{EITHER}" in said]
        open_to = {one for one in values if one.partition(":")[0] in both}
        return _bits(values, said | open_to) or None

    return made


def _marked(value: str) -> Any:
    return lambda answers: 1 if value in _list(answers, NOT_ONLY) else None


def _topics(side: str, values: Sequence[str]) -> Any:
    def made(answers: Mapping[str, Any]) -> Answer:
        topics = answers.get("topics")
        return _bits(values, topics.get(side) or {}) if topics else None

    return made


def _hours(zone: str, at: datetime) -> Any:
    def made(answers: Mapping[str, Any]) -> Answer:
        slots = _list(answers, "hours")
        return mask(slots, answers.get("zone") or zone, seen_from=zone, at=at) if slots else None

    return made
