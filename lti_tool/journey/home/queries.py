"""Everything that the home of a student shows, and what comes next for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.changes.queries import around_seat
from lti_tool.groups.changes.words import SeatNews
from lti_tool.groups.joining.queries import sits_nowhere
from lti_tool.groups.models import ALONE
from lti_tool.groups.survey.models import CIRCLES, SURVEY
from lti_tool.groups.survey.queries import asks
from lti_tool.groups.taking_part.queries import Part, asks_part, part_from
from lti_tool.journey.agreement.models import Agreement
from lti_tool.journey.agreement.queries import agreement_of
from lti_tool.journey.circle.queries import Seated, find_seated
from lti_tool.journey.feed.queries import News, news_for
from lti_tool.journey.goals.models import DRAFT, PAUSED, Goal
from lti_tool.journey.goals.queries import SharedGoal, goals_around, goals_of
from lti_tool.journey.help.queries import came_back_to, waits_for
from lti_tool.journey.leaving.queries import asks_how_it_is
from lti_tool.journey.meetings.models import Meeting, Promise
from lti_tool.journey.meetings.queries import Around, meetings_around, promises_of
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.queries import (
    SharedReflection,
    reflections_around,
    reflections_of,
)
from lti_tool.journey.rounds.plan import Round
from lti_tool.journey.rounds.queries import asked_now
from lti_tool.programme.outline.extras import EXTRAS, HEALTH, REFLECTIONS, ROUNDS, others
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import used_in
from lti_tool.programme.queries import standing_at_hand
from lti_tool.programme.scoring import Standing

Next = Literal[
    "over", "join", "survey", "choose", "meeting", "sign", "goal", "agreement", "plan", "note",
    "draft", "unset", "back", "step", "reflection", "rest",
]  # fmt: skip


@dataclass(frozen=True)
class Shared:
    """What the mates of a member have opened: a page of its own, for it grows with the year."""

    mates: Sequence[Membership]
    goals: list[SharedGoal]
    reflections: list[SharedReflection]


@dataclass(frozen=True)
class Home:
    """The home of a student: all of it is their own or their circle's."""

    at: Seated | None
    """The member in their circle, once they sit in one."""
    goals: list[Goal]
    reflections: list[Reflection]
    standing: Standing
    agreement: Agreement | None
    seat_news: list[SeatNews]
    """What changed around one's seat lately: who came, which seat is free."""
    news: News
    meetings: Around
    promises: list[Promise]
    part: Part = field(default_factory=Part)
    """How one stands to the programme: asked, alone, closed."""
    uses: frozenset[str] = frozenset(EXTRAS)
    """The extras that the course uses; of the others nothing is here."""
    has_survey: bool = False
    """Whether the survey is open and not finished: before there are circles it goes first."""

    is_choosing: bool = False
    """Whether circles may be chosen and this member sits in none yet."""

    letters: int = 0
    """How many people wait for an answer of this member."""
    answers: int = 0
    """How many of their own requests are answered, or back with them."""
    fit_key: str = ""
    round: Round | None = None
    """A round of questions that waits for them."""
    """The meeting after which they are asked how it is; "" for none."""

    @cached_property
    def next(self) -> Next:
        """The one next thing to do."""
        if self.part.is_closed:
            return "over"
        if self.part.is_asked and self.at is None:
            return "join"
        if self.has_survey and self.at is None and not self.is_alone:
            return "survey"
        if self.is_choosing:
            return "choose"
        looks_back = REFLECTIONS in self.uses
        alone = next_thing(self.goals, self.reflections, looks_back=looks_back)
        in_circle = next_in_circle(self)
        return in_circle or ("survey" if self.has_survey and self.at else alone)

    @property
    def is_alone(self) -> bool:
        """Whether one goes on without a circle, as one said oneself."""
        return self.part.out == ALONE and self.at is None

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
    def goals_in_sight(self) -> list[Goal]:
        """What is under way or comes back from its rest, else what is begun."""
        open_ = [one for one in self.goals if one.is_under_way or is_back(one)]
        return open_ or [one for one in self.goals if one.state == DRAFT]

    @property
    def unset(self) -> Goal | None:
        """The newest goal that is begun and not set."""
        return next((one for one in self.goals if one.state == DRAFT), None)

    @property
    def back(self) -> Goal | None:
        """A goal that rested until now."""
        return next(filter(is_back, self.goals), None)

    @property
    def next_goal(self) -> Goal | None:
        """The newest goal with a step to do."""
        return next((one for one in self.goals if one.next_step), None)


def home_of(membership: Membership) -> Home:
    """What the home of a member shows in a visit, for any history.

    Twelve requests; six more until the worker has worked out what the member did last.
    """
    at = find_seated(membership)
    asked = _asked(membership, at)
    return Home(
        at=at,
        goals=goals_of(membership),
        reflections=reflections_of(membership) if REFLECTIONS in asked.uses else [],
        standing=standing_at_hand(membership),
        has_survey=asked.by_survey == SURVEY,
        part=asked.part,
        uses=asked.uses,
        is_choosing=asked.by_survey == CIRCLES and sits_nowhere(membership),
        agreement=agreement_of(at.group) if at else None,
        seat_news=around_seat(membership, at.group).news if at else [],
        news=news_for(membership, at.group, untold=_untold(asked)) if at else News([]),
        meetings=meetings_around(at.group) if at else Around([]),
        promises=promises_of(membership),
        letters=asked.letters,
        answers=asked.answers,
        fit_key=asked.fit_key,
        round=asked_now(membership) if ROUNDS in asked.uses else None,
    )


def shared_with(membership: Membership) -> Shared:
    """What the mates of a member have opened to them; nothing for who sits in no circle."""
    at = find_seated(membership)
    if at is None:
        return Shared((), [], [])
    since = around_seat(membership, at.group).since
    _, goals = goals_around(membership, at.mates, since)
    if REFLECTIONS not in used_in(membership.context_id):
        return Shared(at.mates, goals, [])
    _, looked = reflections_around(membership, at.mates, since)
    return Shared(at.mates, goals, looked)


@dataclass(frozen=True)
class _Asked:
    part: Part
    uses: frozenset[str]
    by_survey: str
    letters: int
    answers: int
    fit_key: str


def _asked(membership: Membership, at: Seated | None) -> _Asked:
    """What staff, the survey, other people, and one's own requests and circle ask; one request."""
    mates = [one.id for one in at.mates] if at else []
    questions = (
        asks(membership),
        waits_for(membership, mates),
        came_back_to(membership),
        asks_how_it_is(membership, at.group.id if at else 0),
    )
    query = asks_part(membership).add_columns(
        Outline.without, *(one.scalar_subquery() for one in questions)
    )
    *part, without, survey, letters, answers, fit_key = db.session.execute(query).one()
    uses = frozenset(others(without or ()))
    return _Asked(part_from(part), uses, survey or "", letters, answers, fit_key or "")


def _untold(asked: _Asked) -> tuple[str, ...]:
    """Lines of the feed that would lead to a page that is closed."""
    return () if HEALTH in asked.uses else ("health-begun",)


def is_back(goal: Goal) -> bool:
    """Whether the rest of a goal is over."""
    return goal.state == PAUSED and goal.back_on is not None and goal.back_on <= utcnow().date()


def next_in_circle(home: Home) -> Next | None:
    """What the circle waits for: the meeting that runs, a signature, more once one has a goal."""
    if home.at is None or not home.mates:
        return None
    if home.meetings.running:
        return "meeting"
    if home.agreement and home.at.me not in home.signed:
        return "sign"
    return _after_a_goal(home) if any(one.state != DRAFT for one in home.goals) else None


def _after_a_goal(home: Home) -> Next | None:
    """A first text, a first plan, then the note of a meeting that nobody has filed."""
    if home.agreement is None:
        return "agreement"
    if not home.meetings.meetings:
        return "plan"
    return "note" if home.unfiled else None


def next_thing(
    goals: Sequence[Goal], reflections: Sequence[Reflection], *, looks_back: bool = True
) -> Next:
    """What to do next: begin, go on with what was begun, take a step, look back, and so on."""
    if not goals:
        return "goal"
    if any(one.done_at is None for one in reflections):
        return "draft"
    if all(one.state == DRAFT for one in goals):
        return "unset"
    if any(map(is_back, goals)):
        return "back"
    has_begun = any(one.steps_done for one in goals)
    if has_begun and looks_back and not reflections:
        return "reflection"
    return "step" if any(one.next_step for one in goals) else "rest"
