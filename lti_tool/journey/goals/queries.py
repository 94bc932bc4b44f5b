"""Asking for goals: one's own, and what group mates have opened of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.forms.answers import find, is_for_reader
from lti_tool.forms.audience import readable, share_of
from lti_tool.forms.shelf import form
from lti_tool.groups.changes.queries import around_seat
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.goals.models import (
    ACTIVE,
    OUTLOOK,
    PAUSED,
    Goal,
    GoalOffer,
    GoalStep,
    Outlook,
)

SHOWN_FOR = timedelta(days=14)
"""So long the group still sees a goal that was reached."""


@dataclass(frozen=True)
class SharedGoal:
    """What the group may read of a member's goal, by field; nothing else of it is in here.

    `is_stuck` is of the whole goal, and goes with its title.
    """

    id: int
    author: Membership
    state: str
    is_stuck: bool
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
    lately = (Goal.state == "reached") & (Goal.ended_at > utcnow() - SHOWN_FOR)
    shown = Goal.state.in_((ACTIVE, PAUSED)) | lately
    theirs = Goal.membership_id.in_(authors) & Goal.is_shared & shown
    query = (
        select(Goal)
        .where((Goal.membership_id == membership.id) | theirs)
        .options(joinedload(Goal.steps))
        .order_by(Goal.id)
    )
    found = list(db.session.scalars(query).unique())
    own = [goal for goal in reversed(found) if goal.membership_id == membership.id]
    shared = [one for one in found if one.membership_id in authors and is_for_reader(one, since)]
    opened = [_shared(goal, authors[goal.membership_id], membership) for goal in shared]
    return own, [one for one in opened if one.answers]


def shared_with(at: Seated, goal_id: int) -> SharedGoal:
    """A mate's goal, as far as it is open to this reader; raises NotHere."""
    since = around_seat(at.me, at.group).since
    _, opened = goals_around(at.me, at.mates, since)
    found = next((one for one in opened if one.id == goal_id), None)
    if found is None:
        raise NotHere("no such goal is open to this member")
    return found


def find_goal(membership: Membership, key: str) -> Goal | None:
    """A member's own goal by its key, if there is one."""
    return find(Goal, membership.id, key)


def goal_of(membership: Membership, key: str) -> Goal:
    """A member's own goal by its key; raises NotHere."""
    found = find_goal(membership, key)
    if found is None:
        raise NotHere("no such goal of this member")
    return found


def offers_to(goal_id: int) -> list[GoalOffer]:
    """What group mates can give to a goal, in the order of their offers."""
    query = (
        select(GoalOffer)
        .filter_by(goal_id=goal_id)
        .options(selectinload(GoalOffer.membership).joinedload(Membership.user))
        .order_by(GoalOffer.offered_at)
    )
    return list(db.session.scalars(query))


def find_offer(goal_id: int, membership: Membership) -> GoalOffer | None:
    """What a member said they can give to a goal, if they said anything."""
    return db.session.get(GoalOffer, (goal_id, membership.id))


def outlook_of(membership: Membership) -> Outlook | None:
    """Where a member is heading, once they wrote it."""
    return find(Outlook, membership.id, OUTLOOK)


def has_done_a_step(membership: Membership) -> bool:
    """Whether any step of a member is ticked now."""
    ticked = (
        select(GoalStep.id)
        .join(GoalStep.goal)
        .where(Goal.membership_id == membership.id, GoalStep.done_at.is_not(None))
    )
    return db.session.scalar(ticked.limit(1)) is not None


def _shared(goal: Goal, author: Membership, reader: Membership) -> SharedGoal:
    made = form("goal")
    share = share_of(made, goal.answers)
    relation = share.relation_of(reader.id)
    answers = readable(made, goal.all_answers, share=share, relation=relation)
    is_stuck = goal.stuck_at is not None and "title" in answers
    return SharedGoal(goal.id, author, goal.state, is_stuck, answers)
