"""Setting a goal, changing it, ticking its steps, and saying where one is stuck."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.shelf import form
from lti_tool.journey.goals.models import ACTIVE, DRAFT, Goal, GoalMoment, GoalStep
from lti_tool.journey.goals.queries import find_goal, goal_of, has_done_a_step
from lti_tool.programme.actions import record


def save_goal(
    membership: Membership, key: str, *, values: dict[str, Any], seen: int, is_draft: bool = False
) -> Goal:
    """Keep a goal; `seen` is the version its writer had before them, 0 for a new one.

    A draft is kept to go on later: it does not count, and nobody else sees anything of it. A goal
    that was set stays set. Raises ChangedMeanwhile when another version stands by now; then
    nothing was changed.
    """
    goal = find_goal(membership, key)
    expect_version(goal, seen)
    if goal is None:
        goal = Goal(membership_id=membership.id, key=key, steps=[], state=DRAFT)
        db.session.add(goal)
    # The steps come first: reading them must not send half of the goal ahead.
    if "steps" in values:
        goal.steps = _steps(goal.steps, values["steps"])
    goal.keep(form("goal"), {name: value for name, value in values.items() if name != "steps"})
    if not is_draft and goal.state == DRAFT:
        begin(membership, goal)
    goal.is_shared = goal.is_shared and goal.state != DRAFT
    settle()
    return goal


def begin(membership: Membership, goal: Goal) -> None:
    """A draft becomes a goal, and counts."""
    goal.state = ACTIVE
    goal.moments.append(GoalMoment(kind=ACTIVE))
    record(membership, "goal", goal.key)


def says_the_same(goal: Goal, values: dict[str, Any]) -> bool:
    """Whether a goal stands already as it was written: the same form, sent twice."""
    stands = goal.all_answers
    return _plain({**stands, **values}) == _plain(stands)


def tick_step(membership: Membership, key: str, *, step_id: int) -> GoalStep:
    """Mark a step as done; ticking it twice is ticking it once. Raises NotHere."""
    step = _step(membership, key, step_id)
    if step.done_at is None:
        step.done_at, step.stuck_at = utcnow(), None
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


def mark_stuck(membership: Membership, key: str, *, step_id: int, is_stuck: bool) -> None:
    """Say that one is stuck with a step, or with the whole goal (0), or no longer. Raises NotHere.

    Who may read the step or the title sees it there; nobody is called.
    """
    where = _step(membership, key, step_id) if step_id else goal_of(membership, key)
    if is_stuck != (where.stuck_at is not None):
        where.stuck_at = utcnow() if is_stuck else None


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
