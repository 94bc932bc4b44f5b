"""The brief of a course: survey, plan and course list as the engine wants them.

Whoever forms, judges or explains circles begins here: `brief_of(context_id)`. Ids are membership
ids as text. Locked and present circles are the caller's, by `Brief.with_circles`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.groups.circles import LARGEST, SMALLEST
from lti_tool.groups.matching import Broken, Clash, People, Rules, Weights
from lti_tool.groups.matching.model import Group, Pair
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.plan.choices import Choices, HardRules
from lti_tool.groups.plan.queries import choices_of
from lti_tool.programme.models import Programme

USUAL = 4

PRIVATE = frozenset({"rivals"})
"""Rules that stand for what members asked in private: told as a count, never with a name."""


@dataclass(frozen=True)
class Brief:
    """What the engine gets, and what pages need to speak of it.

    `names` are the shown names by id. `is_hat`: nothing is asked for, so `at_random` will do.
    """

    people: People
    rules: Rules
    weights: Weights
    names: Mapping[str, str]
    is_hat: bool

    def with_circles(
        self, *, locked: Iterable[Group] = (), present: Iterable[Group] = ()
    ) -> "Brief":
        """The same, with circles that stay as they are and circles that people sit in now."""
        rules = replace(self.rules, locked=tuple(locked), present=tuple(present))
        return replace(self, rules=rules)


def brief_of(context_id: int, *, size: int | None = None) -> Brief:
    """Everything about who is in the course now; `size` wins over the programme's."""
    learners = learners_of(context_id)
    choices = choices_of(context_id)
    return Brief(
        people=People(tuple(str(one.id) for one in learners)),
        rules=_rules(choices.rules, size or _size(context_id), _mates(context_id, choices)),
        weights=Weights(),
        names={str(one.id): one.user.shown_name for one in learners},
        is_hat=choices.is_hat,
    )


def is_private(one: Broken | Clash) -> bool:
    """Whether something broken, or a clash, stands for what somebody asked in private."""
    return not PRIVATE.isdisjoint((one.rule,) if isinstance(one, Broken) else one.rules)


def _size(context_id: int) -> int:
    found = db.session.scalar(select(Programme.group_size).filter_by(context_id=context_id))
    return found or USUAL


def _rules(chosen: HardRules, size: int, mates: tuple[Pair, ...]) -> Rules:
    """Limits that were not chosen are those of names from a hat, which always work."""
    size = min(max(size, SMALLEST), LARGEST)
    return Rules(
        size=size,
        minimum=min(chosen.minimum or SMALLEST, size),
        maximum=max(chosen.maximum or min(size + 1, LARGEST), size),
        together=tuple(tuple(map(str, one)) for one in chosen.together),
        apart=tuple(pair for one in chosen.apart for pair in combinations(map(str, one), 2)),
        not_again=mates,
        common_hours=chosen.common_hours,
    )


def _mates(context_id: int, choices: Choices) -> tuple[Pair, ...]:
    """Who sat together in a circle that was published, where that shall not come again."""
    if not choices.rules.not_again:
        return ()
    query = (
        select(Seat.group_id, Seat.membership_id)
        .join(Seat.group)
        .join(PeerGroup.grouping)
        .join(Membership, Membership.id == Seat.membership_id)
        .where(Grouping.context_id == context_id, Grouping.published_at.is_not(None))
        .where(Membership.left_at.is_(None))
    )
    circles: dict[int, list[str]] = {}
    for group, member in db.session.execute(query):
        circles.setdefault(group, []).append(str(member))
    pairs = {pair for people in circles.values() for pair in combinations(sorted(people), 2)}
    return tuple(sorted(pairs))
