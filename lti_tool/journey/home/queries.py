"""Everything that the home of a student shows, and what comes next for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lti_tool.courses.models import Membership
from lti_tool.groups.models import PeerGroup
from lti_tool.groups.queries import circle_of, is_here
from lti_tool.groups.survey.queries import is_waiting_for
from lti_tool.journey.goals.models import Goal
from lti_tool.journey.goals.queries import SharedGoal, goals_of, shared_goals
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.queries import (
    SharedReflection,
    reflections_of,
    shared_reflections,
)
from lti_tool.programme.queries import standing_of
from lti_tool.programme.scoring import Standing

Next = Literal["survey", "goal", "draft", "step", "reflection", "rest"]


@dataclass(frozen=True)
class Home:
    """The home of a student: all of it is their own or was opened to them."""

    circle: PeerGroup | None
    mates: list[Membership]
    goals: list[Goal]
    reflections: list[Reflection]
    shared_goals: list[SharedGoal]
    shared_reflections: list[SharedReflection]
    standing: Standing
    has_survey: bool = False
    """Whether the survey is open and not finished: it goes before everything else."""

    @property
    def next(self) -> Next:
        """The one next thing to do."""
        return "survey" if self.has_survey else next_thing(self.goals, self.reflections)

    @property
    def draft(self) -> Reflection | None:
        """The newest reflection that is not done."""
        return next((one for one in self.reflections if one.done_at is None), None)

    @property
    def next_goal(self) -> Goal | None:
        """The newest goal with a step to do."""
        return next((one for one in self.goals if one.next_step), None)


def home_of(membership: Membership) -> Home:
    """What the home of a member shows; a dozen requests at most, whatever the history."""
    circle = circle_of(membership)
    seated = [seat.membership for seat in circle.seats] if circle else []
    mates = [one for one in seated if one.id != membership.id and is_here(one)]
    return Home(
        circle=circle,
        mates=mates,
        goals=goals_of(membership),
        reflections=reflections_of(membership),
        shared_goals=shared_goals(mates),
        shared_reflections=shared_reflections(mates),
        standing=standing_of(membership),
        has_survey=is_waiting_for(membership),
    )


def next_thing(goals: Sequence[Goal], reflections: Sequence[Reflection]) -> Next:
    """What to do next: begin, go on with what was begun, take a step, look back, and so on."""
    if not goals:
        return "goal"
    if any(one.done_at is None for one in reflections):
        return "draft"
    has_begun = any(one.steps_done for one in goals)
    if has_begun and not reflections:
        return "reflection"
    return "step" if any(one.next_step for one in goals) else "rest"
