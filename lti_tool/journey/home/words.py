"""What the circle shares, mate by mate, in words to be read; for the views of home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.forms.sheet import Told, told
from lti_tool.forms.shelf import form
from lti_tool.journey.goals.queries import SharedGoal
from lti_tool.journey.reflections.queries import SharedReflection


@dataclass(frozen=True)
class ToldGoal:
    """An opened goal: its title and steps if they are open, how it stands, all else that is."""

    id: int
    state: str
    is_stuck: bool
    title: str
    steps: Sequence[dict[str, Any]]
    rest: tuple[Told, ...]


@dataclass(frozen=True)
class ToldReflection:
    """The opened boxes of a reflection."""

    done_at: datetime
    rest: tuple[Told, ...]


@dataclass(frozen=True)
class Teller:
    """A group mate who has opened something to the circle."""

    author: Membership
    goals: tuple[ToldGoal, ...]
    reflections: tuple[ToldReflection, ...]


def tellers(
    mates: Sequence[Membership],
    goals: Sequence[SharedGoal],
    *,
    reflections: Sequence[SharedReflection],
) -> list[Teller]:
    """What these have opened, in the order of their seats; who opened nothing is left out."""
    found = (
        Teller(
            author=mate,
            goals=tuple(_goal(one) for one in goals if one.author is mate),
            reflections=tuple(_reflection(one) for one in reflections if one.author is mate),
        )
        for mate in mates
    )
    return [one for one in found if one.goals or one.reflections]


def _goal(shared: SharedGoal) -> ToldGoal:
    answers = shared.answers
    return ToldGoal(
        id=shared.id,
        state=shared.state,
        is_stuck=shared.is_stuck,
        title=answers.get("title", ""),
        steps=answers.get("steps", ()),
        rest=told(form("goal"), answers, without=("title", "steps")),
    )


def _reflection(shared: SharedReflection) -> ToldReflection:
    return ToldReflection(shared.done_at, told(shared.form, shared.answers, without=("share",)))
