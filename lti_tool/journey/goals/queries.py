"""Asking for goals: one's own, and what group mates have opened of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.forms.answers import find, is_for_reader
from lti_tool.forms.audience import Relation, readable
from lti_tool.forms.shelf import form
from lti_tool.journey.goals.models import Goal, GoalStep


@dataclass(frozen=True)
class SharedGoal:
    """What the group may read of a member's goal, by field; nothing else of it is in here."""

    author: Membership
    answers: dict[str, Any]


def goals_of(membership: Membership) -> list[Goal]:
    """A member's own goals with their steps, the newest first."""
    query = (
        select(Goal)
        .filter_by(membership_id=membership.id)
        .options(joinedload(Goal.steps))
        .order_by(Goal.id.desc())
    )
    return list(db.session.scalars(query).unique())


def goals_around(
    membership: Membership, mates: Sequence[Membership], since: Mapping[int, datetime | None]
) -> tuple[list[Goal], list[SharedGoal]]:
    """One's own goals, the newest first, and what mates have opened of theirs; one request.

    `since` is from when what each of them saved is for this reader; None: from the beginning.
    """
    authors = {one.id: one for one in mates}
    theirs = Goal.membership_id.in_(authors) & Goal.is_shared
    query = (
        select(Goal)
        .where((Goal.membership_id == membership.id) | theirs)
        .options(joinedload(Goal.steps))
        .order_by(Goal.id)
    )
    found = list(db.session.scalars(query).unique())
    own = [goal for goal in reversed(found) if goal.membership_id == membership.id]
    shared = [one for one in found if one.membership_id in authors and is_for_reader(one, since)]
    opened = [(authors[goal.membership_id], _opened(goal)) for goal in shared]
    return own, [SharedGoal(author, answers) for author, answers in opened if answers]


def find_goal(membership: Membership, key: str) -> Goal | None:
    """A member's own goal by its key, if there is one."""
    return find(Goal, membership.id, key)


def goal_of(membership: Membership, key: str) -> Goal:
    """A member's own goal by its key; raises NotHere."""
    found = find_goal(membership, key)
    if found is None:
        raise NotHere("no such goal of this member")
    return found


def has_done_a_step(membership: Membership) -> bool:
    """Whether any step of a member is ticked now."""
    ticked = (
        select(GoalStep.id)
        .join(GoalStep.goal)
        .where(Goal.membership_id == membership.id, GoalStep.done_at.is_not(None))
    )
    return db.session.scalar(ticked.limit(1)) is not None


def _opened(goal: Goal) -> dict[str, Any]:
    made = form("goal")
    share = made.opened(goal.answers)
    return readable(made, goal.all_answers, share=share, relation=Relation.MATE)
