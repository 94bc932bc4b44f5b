"""What an instructor chose for the making of circles, as plain frozen data; and its JSON.

The row keeps JSON (`plan.models`); reading it back is forgiving, so that a choice of an older or
newer version falls back to its default and never stops a course.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from lti_tool.groups.matching import Aim

HAT = "hat"
"""The preset that asks for nothing: names from a hat."""
HOURS, EXCHANGE = "hours", "exchange"
"""The criteria that look at whole circles."""
MOST_ASKED = 168
"""No number of a rule is larger: the hours of a week."""
MOST_WEIGHT = 5
"""A criterion counts from 0 (not at all) to this."""

Set = tuple[int, ...]
"""Some members, by membership id."""


class Say(StrEnum):
    """Who has a say in who sits with whom."""

    HAT = "hat"
    STAFF = "staff"
    SIGN_UP = "sign_up"
    SURVEY = "survey"
    HYBRID = "hybrid"


class Sections(StrEnum):
    """How sections of a course meet in circles."""

    ANY = "any"
    SAME = "same"
    MIXED = "mixed"


@dataclass(frozen=True)
class Wanted:
    """What is wanted of one criterion, and how much it counts beside the others."""

    aim: Aim = Aim.IGNORED
    weight: int = 1


@dataclass(frozen=True)
class HardRules:
    """What must hold; sets of members by membership id, and nothing asked by default."""

    minimum: int | None = None
    maximum: int | None = None
    together: tuple[Set, ...] = ()
    apart: tuple[Set, ...] = ()
    """Sets of whom no two shall sit in one circle."""
    never_alone: tuple[str, ...] = ()
    """Columns of which nobody shall be the only one with their value."""
    experienced_in_each: int = 0
    sections: Sections = Sections.ANY
    common_hours: int = 0
    not_again: bool = False
    """Whether people who sat together before shall sit with others."""


@dataclass(frozen=True)
class Choices:
    """The whole plan of a course."""

    say: Say = Say.HAT
    preset: str = HAT
    criteria: Mapping[str, Wanted] = field(default_factory=dict)
    rules: HardRules = HardRules()

    @property
    def weighs(self) -> bool:
        """Whether criteria count at all."""
        return self.say is not Say.HAT

    @property
    def asks_members(self) -> bool:
        """Whether members answer a survey."""
        return self.say in (Say.SURVEY, Say.HYBRID)


def to_json(choices: Choices) -> dict[str, Any]:
    """The choices as they are kept."""
    made = asdict(choices)
    made["criteria"] = {
        name: {"aim": one.aim.value, "weight": one.weight} for name, one in choices.criteria.items()
    }
    return made


def from_json(kept: Mapping[str, Any]) -> Choices:
    """The choices that were kept; whatever is not understood is left at its default."""
    criteria = kept.get("criteria")
    rules = kept.get("rules")
    return Choices(
        say=_word(Say, kept.get("say"), Say.HAT),
        preset=str(kept.get("preset") or HAT),
        criteria={name: _wanted(one) for name, one in criteria.items()} if criteria else {},
        rules=_rules(rules) if isinstance(rules, dict) else HardRules(),
    )


def misread(kept: Any) -> str:
    """The first key of choices from elsewhere that would not be read as it stands; "" for none."""
    if not isinstance(kept, dict) or not isinstance(kept.get("criteria", {}), dict):
        return "criteria"
    if wrong := next((k for k, one in kept.get("criteria", {}).items() if not _is_dict(one)), ""):
        return f"criteria.{wrong}"
    try:
        return _misread(kept, json.loads(json.dumps(without_people(kept))), "")
    except (TypeError, AttributeError):
        return "rules"


def _misread(kept: Any, read: Any, place: str) -> str:
    if isinstance(kept, dict) and isinstance(read, dict):
        inner = (_misread(one, read.get(name), f"{place}.{name}") for name, one in kept.items())
        return next(filter(None, inner), "")
    is_small = not isinstance(kept, int) or 0 <= kept <= MOST_ASKED
    return "" if kept == read and type(kept) is type(read) and is_small else place.lstrip(".")


def _is_dict(kept: Any) -> bool:
    return isinstance(kept, dict)


def without_people(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The same choices for another course: rules about single members are left out."""
    choices = from_json(kept)
    return to_json(replace(choices, rules=replace(choices.rules, together=(), apart=())))


def _wanted(kept: Any) -> Wanted:
    aim = _word(Aim, kept.get("aim"), Aim.IGNORED)
    return Wanted(aim, min(max(_whole(kept.get("weight")) or 0, 0), MOST_WEIGHT))


def _rules(kept: Mapping[str, Any]) -> HardRules:
    return HardRules(
        minimum=_whole(kept.get("minimum")),
        maximum=_whole(kept.get("maximum")),
        together=_sets(kept.get("together")),
        apart=_sets(kept.get("apart")),
        never_alone=tuple(map(str, kept.get("never_alone") or ())),
        experienced_in_each=_whole(kept.get("experienced_in_each")) or 0,
        sections=_word(Sections, kept.get("sections"), Sections.ANY),
        common_hours=_whole(kept.get("common_hours")) or 0,
        not_again=kept.get("not_again") is True,
    )


def _sets(kept: Iterable[Iterable[int]] | None) -> tuple[Set, ...]:
    return tuple(tuple(one) for one in kept or ())


def _whole(kept: Any) -> int | None:
    return kept if type(kept) is int else None


def _word(words: Any, kept: Any, default: Any) -> Any:
    return next((one for one in words if one.value == kept), default)
