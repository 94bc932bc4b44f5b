"""The way of a goal as a picture: its five levels over time, and its steps on the line below.

Plain numbers for `templates/goals/way.html`; lengths are in CSS pixels, and the picture is never
scaled. Its author alone sees it; the same stands below it as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lti_tool.journey.goals.models import LEVELS, Goal, GoalMoment

WIDTH, HEIGHT = 320, 172
LEFT, RIGHT = 40, 308
TOP, LEVEL_STEP = 16, 24
STEPS_Y, DAYS_Y = 140, 164


@dataclass(frozen=True)
class Dot:
    """A sign of the picture."""

    x: float
    y: float
    is_done: bool = True


@dataclass(frozen=True)
class Way:
    """The picture: a line through the levels, the steps, today, and the two days at its ends."""

    levels: tuple[Dot, ...]
    steps: tuple[Dot, ...]
    today: float
    first: date
    last: date

    @property
    def line(self) -> str:
        """The path through the levels."""
        return " ".join(f"{'L' if i else 'M'}{one.x} {one.y}" for i, one in enumerate(self.levels))


def way_of(goal: Goal, *, today: date) -> Way | None:
    """The picture of a goal; None while there is nothing to see on it yet."""
    marks = levelled(goal.moments)
    if not marks and not goal.steps_done:
        return None
    first, last = _ends(goal, today)
    return Way(
        levels=tuple(
            Dot(_x(one.happened_at.date(), first, last), _y(one.answers["level"])) for one in marks
        ),
        steps=tuple(_steps(goal, first, last)),
        today=_x(today, first, last),
        first=first,
        last=last,
    )


def levelled(moments: Sequence[GoalMoment]) -> list[GoalMoment]:
    """The moments at which the author chose a level."""
    return [one for one in moments if one.answers.get("level") in LEVELS]


def _ends(goal: Goal, today: date) -> tuple[date, date]:
    """From the first day of the goal to its last one, with everything between."""
    by_when = goal.answers.get("by_when")
    days = [goal.started_at.date(), today, *(one for one in _days(goal))]
    last = max([*days, date.fromisoformat(by_when)] if by_when else days)
    first = min(days)
    return first, max(last, first + timedelta(days=7))


def _days(goal: Goal) -> list[date]:
    done = [step.done_at.date() for step in goal.steps if step.done_at]
    return done + [step.by_when for step in goal.steps if step.by_when and not step.done_at]


def _steps(goal: Goal, first: date, last: date) -> list[Dot]:
    """Steps with a day: done on it, or planned for it."""
    found = []
    for step in goal.steps:
        on = step.done_at.date() if step.done_at else step.by_when
        if on:
            found.append(Dot(_x(on, first, last), STEPS_Y, is_done=step.done_at is not None))
    return found


def _x(on: date, first: date, last: date) -> float:
    share = (on - first).days / (last - first).days
    return round(LEFT + min(max(share, 0), 1) * (RIGHT - LEFT), 1)


def _y(level: str) -> int:
    return TOP + LEVELS.index(level) * LEVEL_STEP
