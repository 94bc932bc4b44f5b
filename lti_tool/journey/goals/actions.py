"""Setting a goal, changing it, and ticking its steps."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.shelf import form
from lti_tool.journey.goals.models import Goal, GoalStep
from lti_tool.journey.goals.queries import find_goal, goal_of, has_done_a_step
from lti_tool.programme.actions import record


def save_goal(membership: Membership, key: str, *, values: dict[str, Any], seen: int) -> Goal:
    """Keep a goal; `seen` is the version its writer had before them, 0 for a new one.

    Raises ChangedMeanwhile when another version stands by now; then nothing was changed.
    """
    goal = find_goal(membership, key)
    expect_version(goal, seen)
    if goal is None:
        goal = Goal(membership_id=membership.id, key=key, steps=[])
        db.session.add(goal)
        record(membership, "goal")
    # The steps come first: reading them must not send half of the goal ahead.
    if "steps" in values:
        goal.steps = _steps(goal.steps, values["steps"])
    goal.keep(form("goal"), {name: value for name, value in values.items() if name != "steps"})
    settle()
    return goal


def says_the_same(goal: Goal, values: dict[str, Any]) -> bool:
    """Whether a goal stands already as it was written: the same form, sent twice."""
    return _plain(goal.all_answers) == _plain(values)


def tick_step(membership: Membership, key: str, *, step_id: int) -> GoalStep:
    """Mark a step as done; ticking it twice is ticking it once. Raises NotHere."""
    step = _step(membership, key, step_id)
    if step.done_at is None:
        step.done_at = utcnow()
        record(membership, "step")
    return step


def untick_step(membership: Membership, key: str, *, step_id: int) -> GoalStep:
    """Take the tick of a step back; with the last one the item is taken back. Raises NotHere."""
    step = _step(membership, key, step_id)
    if step.done_at is not None:
        step.done_at = None
        db.session.flush()
        if not has_done_a_step(membership):
            record(membership, "step", is_done=False)
    return step


def _step(membership: Membership, key: str, step_id: int) -> GoalStep:
    steps = goal_of(membership, key).steps
    found = next((step for step in steps if step.id == step_id), None)
    if found is None:
        raise NotHere("no such step of this goal")
    return found


def _steps(old: Sequence[GoalStep], rows: Sequence[dict[str, Any]]) -> list[GoalStep]:
    """The steps of these rows: a row that was drawn from a step stays that step, with its tick."""
    kept = [old[row["row"]] if row["row"] < len(old) else GoalStep() for row in rows]
    for position, (step, row) in enumerate(zip(kept, rows, strict=True)):
        step.position, step.what = position, row["what"]
        step.by_when = date.fromisoformat(row["by_when"]) if row["by_when"] else None
    return kept


def _plain(answers: dict[str, Any]) -> dict[str, Any]:
    steps = [(step["what"], step["by_when"]) for step in answers.get("steps", ())]
    return {**answers, "steps": steps}
