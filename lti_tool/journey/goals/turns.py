"""The turns that a goal takes, what mates can give to it, and where its author is heading."""

from datetime import date, timedelta
from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.answers import KEY, expect_version, find, settle
from lti_tool.forms.shelf import form
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.goals.models import (
    ACTIVE,
    DRAFT,
    ENDS,
    OUTLOOK,
    PAUSED,
    Goal,
    GoalMoment,
    GoalOffer,
    Outlook,
)
from lti_tool.journey.goals.queries import SharedGoal, goal_of, outlook_of
from lti_tool.programme.actions import record_once
from lti_tool.programme.outline.queries import calendar_of, outline_of

SOON = timedelta(weeks=2)
"""When a goal comes back where neither the middle of the course nor a day of its own lies ahead."""


def update_goal(membership: Membership, key: str, *, values: dict[str, Any]) -> None:
    """Write down where a goal stands today; the same said twice in a row is said once."""
    goal = goal_of(membership, key)
    last = goal.moments[-1] if goal.moments else None
    if last is None or (last.kind, last.answers) != ("update", values):
        goal.moments.append(_moment("update", "goal_update", values))
        record_once(membership, "progress")


def close_goal(membership: Membership, key: str, *, values: dict[str, Any]) -> Goal:
    """End a goal: reached, become another one, or let go. Its steps and words stay as they are."""
    goal = goal_of(membership, key)
    outcome = values["outcome"]
    if outcome in ENDS and goal.state != outcome:
        goal.state, goal.ended_at, goal.back_on, goal.stuck_at = outcome, utcnow(), None, None
        goal.moments.append(_moment(outcome, "goal_close", values))
        settle()
    return goal


def let_go(membership: Membership, key: str) -> None:
    """Let go of what was only an idea yet."""
    goal = goal_of(membership, key)
    if goal.state != "let_go":
        goal.state, goal.ended_at, goal.back_on = "let_go", utcnow(), None
        goal.moments.append(GoalMoment(kind="let_go"))
        settle()


def pause_goal(membership: Membership, key: str, *, back_on: date) -> None:
    """Let a goal rest until a day."""
    goal = goal_of(membership, key)
    if (goal.state, goal.back_on) != (PAUSED, back_on):
        goal.state, goal.back_on, goal.ended_at = PAUSED, back_on, None
        goal.moments.append(GoalMoment(kind=PAUSED))
        settle()


def take_up(membership: Membership, key: str) -> Goal:
    """Go on with a goal that rested or had ended; one without steps is a draft still."""
    goal = goal_of(membership, key)
    if goal.state == PAUSED or goal.has_ended:
        goal.state = ACTIVE if goal.steps else DRAFT
        goal.back_on = goal.ended_at = None
        goal.moments.append(GoalMoment(kind=goal.state))
        settle()
    return goal


def note_gap(membership: Membership, key: str, *, what: str) -> None:
    """Keep what somebody lacks on their way: a draft of a goal that has its title only."""
    if KEY.fullmatch(key) and find(Goal, membership.id, key) is None:
        goal = Goal(membership_id=membership.id, key=key, steps=[], state=DRAFT)
        goal.keep(form("goal"), {"title": what})
        db.session.add(goal)
        settle()


def comes_back(member: Membership, goal: Goal) -> date:
    """When a goal had best come back: in the middle of the course, else half-way to its day."""
    today, by_when = utcnow().date(), goal.answers.get("by_when")
    course = calendar_of(outline_of(member.context_id), member.context, today=today, asks=False)
    middle = course.starts + (course.ends - course.starts) / 2
    half_way = today + (date.fromisoformat(by_when) - today) / 2 if by_when else today
    return next((one for one in (middle, half_way) if one > today), today + SOON)


def offer_help(at: Seated, goal: SharedGoal, how: str) -> None:
    """Say what one can give to a mate's goal, or say it anew; nobody is told that it changed."""
    db.session.merge(
        GoalOffer(goal_id=goal.id, membership_id=at.me.id, how=how, offered_at=utcnow())
    )


def keep_outlook(membership: Membership, *, values: dict[str, Any], seen: int) -> None:
    """Keep where somebody is heading. Raises ChangedMeanwhile; then nothing was changed."""
    kept = outlook_of(membership)
    if kept is not None and kept.answers == values:
        return
    expect_version(kept, seen)
    if kept is None:
        kept = Outlook(membership_id=membership.id, key=OUTLOOK)
        db.session.add(kept)
    kept.keep(form("ahead"), values)
    settle()


def _moment(kind: str, name: str, values: dict[str, Any]) -> GoalMoment:
    made = form(name)
    return GoalMoment(
        kind=kind, form_name=made.name, form_version=made.version, answers=dict(values)
    )
