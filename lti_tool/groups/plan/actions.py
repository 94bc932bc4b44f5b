"""Choosing how the circles of a course are made; for the pages of `groups.setup`.

Each action gets the version of the plan that its writer saw, and raises ChangedMeanwhile when
somebody else has chosen something since.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from lti_tool.db import db
from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.answers import settle
from lti_tool.groups.plan.choices import Choices, HardRules, Say, Set, Wanted, from_json, to_json
from lti_tool.groups.plan.models import Plan
from lti_tool.groups.plan.queries import plan_of, presets

Kind = Literal["together", "apart"]


def choose_say(context_id: int, say: Say, *, preset: str, seen: int) -> None:
    """Who has a say, and a preset with its criteria; none or the same keeps what was tuned."""

    def chosen(choices: Choices) -> Choices:
        if preset in ("", choices.preset):
            return replace(choices, say=say)
        return replace(choices, say=say, preset=preset, criteria=presets()[preset].criteria)

    _change(context_id, chosen, seen=seen)


def weigh(context_id: int, criteria: Mapping[str, Wanted], *, seen: int) -> None:
    """What counts, and how much."""
    _change(context_id, lambda choices: replace(choices, criteria=criteria), seen=seen)


def rule(context_id: int, rules: HardRules, *, seen: int) -> None:
    """What must hold; who sits together or apart stays as it was."""

    def ruled(choices: Choices) -> Choices:
        old = choices.rules
        return replace(choices, rules=replace(rules, together=old.together, apart=old.apart))

    _change(context_id, ruled, seen=seen)


def add_set(context_id: int, kind: Kind, people: Set, *, seen: int) -> None:
    """These sit in one circle, or no two of them do."""

    def added(choices: Choices) -> Choices:
        sets = tuple(dict.fromkeys((*_sets(choices.rules, kind), people)))
        return replace(choices, rules=_with(choices.rules, kind, sets))

    _change(context_id, added, seen=seen)


def take_back(context_id: int, kind: Kind, people: Set, *, seen: int) -> None:
    """Take a set of people back who were to sit together or apart; what is gone stays gone."""

    def without(choices: Choices) -> Choices:
        left = tuple(one for one in _sets(choices.rules, kind) if one != people)
        return replace(choices, rules=_with(choices.rules, kind, left))

    _change(context_id, without, seen=seen)


def begin_anew(context_id: int, choices: Choices) -> None:
    """Put a whole plan in the place of what was chosen; rules that name people stay."""

    def begun(old: Choices) -> Choices:
        rules = replace(choices.rules, together=old.rules.together, apart=old.rules.apart)
        return replace(choices, rules=rules)

    found = plan_of(context_id)
    _change(context_id, begun, seen=found.version if found else 0)


def keep_columns(context_id: int, columns: Mapping[str, Mapping[int, str]], *, seen: int) -> None:
    """Keep columns that staff brought along beside those that stand; an empty one goes away."""
    plan = _plan(context_id, seen)
    kept = {name: values for name, values in {**plan.columns, **columns}.items() if values}
    plan.columns = {
        name: {str(member): value for member, value in values.items()}
        for name, values in kept.items()
    }
    settle()


def _sets(rules: HardRules, kind: Kind) -> tuple[Set, ...]:
    return rules.together if kind == "together" else rules.apart


def _with(rules: HardRules, kind: Kind, sets: tuple[Set, ...]) -> HardRules:
    return replace(rules, together=sets) if kind == "together" else replace(rules, apart=sets)


def _change(context_id: int, made: Callable[[Choices], Choices], *, seen: int) -> None:
    plan = _plan(context_id, seen)
    plan.choices = to_json(made(from_json(plan.choices)))
    settle()


def _plan(context_id: int, seen: int) -> Plan:
    """The plan as its writer saw it; made on first use."""
    found = plan_of(context_id)
    if (found.version if found else 0) != seen:
        raise ChangedMeanwhile(f"chosen on version {seen}")
    if found is None:
        found = Plan(context_id=context_id, choices={}, columns={})
        db.session.add(found)
    return found
