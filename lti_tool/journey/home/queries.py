"""Everything that the home of a student shows, and what comes next for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lti_tool.courses.models import Membership
from lti_tool.groups.changes.queries import around_seat
from lti_tool.groups.changes.words import SeatNews
from lti_tool.groups.joining.queries import sits_nowhere
from lti_tool.groups.survey.models import CIRCLES, SURVEY
from lti_tool.groups.survey.queries import asked_of
from lti_tool.journey.agreement.models import Agreement
from lti_tool.journey.agreement.queries import agreement_of
from lti_tool.journey.circle.queries import Seated, find_seated
from lti_tool.journey.feed.queries import News, news_for
from lti_tool.journey.goals.models import Goal
from lti_tool.journey.goals.queries import SharedGoal, goals_around
from lti_tool.journey.meetings.models import Meeting, Promise
from lti_tool.journey.meetings.queries import Around, meetings_around, promises_of
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.queries import (
    SharedReflection,
    reflections_around,
)
from lti_tool.programme.queries import standing_of
from lti_tool.programme.scoring import Standing

Next = Literal[
    "survey", "choose", "meeting", "sign", "goal", "agreement", "plan", "note",
    "draft", "step", "reflection", "rest",
]  # fmt: skip


@dataclass(frozen=True)
class Home:
    """The home of a student: all of it is their own or was opened to them."""

    at: Seated | None
    """The member in their circle, once they sit in one."""
    goals: list[Goal]
    reflections: list[Reflection]
    shared_goals: list[SharedGoal]
    shared_reflections: list[SharedReflection]
    standing: Standing
    agreement: Agreement | None
    seat_news: list[SeatNews]
    """What changed around one's seat lately: who came, which seat is free."""
    news: News
    meetings: Around
    promises: list[Promise]
    has_survey: bool = False
    """Whether the survey is open and not finished: it goes before everything else."""

    is_choosing: bool = False
    """Whether circles may be chosen and this member sits in none yet."""

    @property
    def next(self) -> Next:
        """The one next thing to do."""
        if self.has_survey:
            return "survey"
        if self.is_choosing:
            return "choose"
        return next_in_circle(self) or next_thing(self.goals, self.reflections)

    @property
    def mates(self) -> Sequence[Membership]:
        """The others in the circle."""
        return self.at.mates if self.at else ()

    @property
    def signed(self) -> list[Membership]:
        """Those in the circle who signed the agreement as it is now."""
        signers = self.agreement.signers if self.agreement else ()
        return [one for one in self.at.people if one.id in signers] if self.at else []

    @property
    def unfiled(self) -> Meeting | None:
        """The last meeting, where its note is still to be filed."""
        last = self.meetings.last
        return last if last and last.note is None else None

    @property
    def draft(self) -> Reflection | None:
        """The newest reflection that is not done."""
        return next((one for one in self.reflections if one.done_at is None), None)

    @property
    def next_goal(self) -> Goal | None:
        """The newest goal with a step to do."""
        return next((one for one in self.goals if one.next_step), None)


def home_of(membership: Membership, *, sid: str) -> Home:
    """What the home of a member shows in a visit; a dozen requests at most, for any history."""
    at = find_seated(membership)
    mates = at.mates if at else ()
    around = around_seat(membership, at.group) if at else None
    since = around.since if around else {}
    goals, opened = goals_around(membership, mates, since)
    reflections, looked = reflections_around(membership, mates, since)
    asked = asked_of(membership)
    return Home(
        at=at,
        goals=goals,
        reflections=reflections,
        shared_goals=opened,
        shared_reflections=looked,
        standing=standing_of(membership),
        has_survey=asked == SURVEY,
        is_choosing=asked == CIRCLES and sits_nowhere(membership),
        agreement=agreement_of(at.group) if at else None,
        seat_news=around.news if around else [],
        news=news_for(membership, at.group, sid=sid) if at else News([]),
        meetings=meetings_around(at.group) if at else Around([]),
        promises=promises_of(membership),
    )


def next_in_circle(home: Home) -> Next | None:
    """What the circle waits for: the meeting that runs, a signature, more once one has a goal."""
    if home.at is None or not home.mates:
        return None
    if home.meetings.running:
        return "meeting"
    if home.agreement and home.at.me not in home.signed:
        return "sign"
    return _after_a_goal(home) if home.goals else None


def _after_a_goal(home: Home) -> Next | None:
    """A first text, a first plan, then the note of a meeting that nobody has filed."""
    if home.agreement is None:
        return "agreement"
    if not home.meetings.meetings:
        return "plan"
    return "note" if home.unfiled else None


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
