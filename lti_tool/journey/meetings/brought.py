"""What each member brings to a meeting of their goals: what moved since last time, what is next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lti_tool.db import db
from lti_tool.forms.answers import find
from lti_tool.groups.changes.queries import around_seat
from lti_tool.journey.agreement.queries import touched_in
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.goals.queries import goals_around
from lti_tool.journey.meetings.models import Card, Meeting

NEXT = 2
"""Steps to come that are named."""


@dataclass(frozen=True)
class Brought:
    """A goal under way, as far as its reader may know it; `key` is there for one's own."""

    title: str
    steps: tuple[Mapping[str, Any], ...]
    key: str = ""


def brought_to(at: Seated, meeting: Meeting) -> dict[int, list[Brought]]:
    """The goals of a circle, by membership: one's own, and what mates have opened."""
    own, shared = goals_around(at.me, at.mates, around_seat(at.me, at.group).since)
    last = _before(meeting)
    found: dict[int, list[Brought]] = {
        at.me.id: [
            Brought(one.answers.get("title", ""), _moved(one.all_answers["steps"], last), one.key)
            for one in own
            if one.is_under_way
        ]
    }
    for goal in shared:
        if goal.state == "active":
            steps = _moved(goal.answers.get("steps", ()), last)
            found.setdefault(goal.author.id, []).append(
                Brought(goal.answers.get("title", ""), steps)
            )
    return found


def off_limits_in_card(at: Seated, meeting: Meeting) -> list[str]:
    """What one's own card names although the circle keeps it off limits."""
    card = find(Card, at.me.id, meeting.key)
    written = " ".join(map(str, card.answers.values())) if card else ""
    return touched_in(at.group, written)


def _moved(
    steps: Iterable[Mapping[str, Any]], last: datetime | None
) -> tuple[Mapping[str, Any], ...]:
    """What was done since the meeting before, then the next steps."""
    steps = list(steps)
    done = [one for one in steps if one["done_at"] and (not last or _moment(one) > last)]
    return (*done, *[one for one in steps if not one["is_done"]][:NEXT])


def _moment(step: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(step["done_at"])


def _before(meeting: Meeting) -> datetime | None:
    earlier = select(func.max(Meeting.starts_at)).where(
        Meeting.group_id == meeting.group_id,
        Meeting.dropped_at.is_(None),
        Meeting.starts_at < meeting.starts_at,
    )
    return db.session.scalar(earlier)
