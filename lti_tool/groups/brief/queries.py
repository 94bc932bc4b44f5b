"""The brief of a course: survey, plan and course list as the engine wants them.

Whoever forms, judges or explains circles begins here: `brief_of(context_id)`. Ids are membership
ids as text. Locked and present circles are the caller's, by `Brief.with_circles`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import platform_groups
from lti_tool.courses.words import group_words
from lti_tool.db import db, utcnow
from lti_tool.groups.brief.columns import NOT_ONLY, SECTION, Said, people_of, with_imported
from lti_tool.groups.brief.rules import rules_of, weights_of
from lti_tool.groups.brief.weeks import WEEK, usual_zone
from lti_tool.groups.brief.words import column_words, opened_columns
from lti_tool.groups.circles import LARGEST, SMALLEST
from lti_tool.groups.matching import Broken, Clash, People, Rules, Weights
from lti_tool.groups.matching.model import Group, Pair
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.plan.choices import Choices
from lti_tool.groups.plan.queries import choices_of, imported_columns
from lti_tool.groups.queries import sitters_of
from lti_tool.groups.survey.queries import answers_in, survey_form
from lti_tool.programme.queries import size_in

PRIVATE = frozenset({"rivals"})
"""Rules that stand for what members asked in private: told as a count, never with a name."""

SLOTS = tuple(divmod(hour, 24) for hour in range(WEEK))


@dataclass(frozen=True)
class Brief:
    """What the engine gets, and what pages need to speak of it.

    `names` are the shown names by id. `is_hat`: nothing is asked for, so `at_random` will do.
    `slots` is what the bits of `People.hours` stand for in `zone`: weekday from Monday as 0, hour.
    `words` is what the bits or values of a column are called, by column. `open_to_mates` are the
    columns that somebody agreed to show to their circle, by id: nothing else may be explained.
    """

    people: People
    rules: Rules
    weights: Weights
    names: Mapping[str, str]
    is_hat: bool
    zone: str = ""
    slots: tuple[tuple[int, int], ...] = SLOTS
    words: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    open_to_mates: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def with_circles(
        self, *, locked: Iterable[Group] = (), present: Iterable[Group] = ()
    ) -> "Brief":
        """The same, with circles that stay as they are and circles that people sit in now."""
        rules = self.rules._replace(locked=tuple(locked), present=tuple(present))
        return replace(self, rules=rules)


def brief_of(context_id: int, *, size: int | None = None) -> Brief:
    """Everything about who is in the course now; `size` wins over the programme's."""
    names = {str(one.id): one.user.shown_name for one in sitters_of(context_id)}
    choices, form = choices_of(context_id), survey_form()
    said = _said(context_id, names)
    zone = usual_zone(str(one.get("zone") or "") for one in said.values())
    plain = people_of(tuple(names), said, form, zone=zone, at=utcnow())
    people, imported = with_imported(plain, brought_along(context_id))
    size = min(max(size or size_in(context_id), SMALLEST), LARGEST)
    rules = rules_of(choices, people, said, size=size)
    rules = rules._replace(not_again=_mates(context_id, choices))
    weights = weights_of(choices, people, said)
    return Brief(
        people=people,
        rules=rules,
        weights=weights,
        names=names,
        is_hat=weights == Weights() and rules == _bare(rules),
        zone=zone,
        words={**column_words(form), **imported},
        open_to_mates={one: opened_columns(form, answers) for one, answers in said.items()},
    )


def brought_along(context_id: int) -> dict[str, dict[int, str]]:
    """Columns that no member answered: those of staff, and the section as the platform has it."""
    sections = next((one for one in platform_groups(context_id) if one.kind == SECTION), None)
    groups = sections.groups if sections else ()
    named = {
        member: group_words(SECTION, group.name, number=number)
        for number, group in reversed(list(enumerate(groups, 1)))
        for member in group.members
    }
    return {**({SECTION: named} if named else {}), **imported_columns(context_id)}


def is_private(one: Broken | Clash) -> bool:
    """Whether something broken, or a clash, stands for what somebody asked in private."""
    rules, about = ((one.rule,), one.about) if isinstance(one, Broken) else (one.rules, one.why)
    return not PRIVATE.isdisjoint(rules) or ("never_alone" in rules and NOT_ONLY in about)


def _said(context_id: int, names: Mapping[str, str]) -> Said:
    """The answers of those who take part now."""
    found = answers_in(context_id)
    return {str(one): answers for one, answers in found.items() if str(one) in names}


def _bare(rules: Rules) -> Rules:
    """Rules that ask for nothing but sizes."""
    return Rules(size=rules.size, minimum=rules.minimum, maximum=rules.maximum)


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
