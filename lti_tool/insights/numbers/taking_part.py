"""How far the members of a course came, by status: counts that staff see person by person too."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.models import OUT, Exit, Grouping, PeerGroup, Seat
from lti_tool.insights.numbers.hiding import FEWEST
from lti_tool.journey.meetings.queries import MeetingStatus, meeting_statuses
from lti_tool.programme.outline.queries import calendar_of, outline_of
from lti_tool.programme.queries import acts_of
from lti_tool.programme.scoring import Act
from lti_tool.web.days import today

STAGES = ("invited", "seated", "signed", "met", "half", "end")
KEPT = 0.75
"""The share of its meetings that a circle must hold to keep its rhythm."""
MOST_TERMS = 8
Acts = Mapping[int, list[Act]]


@dataclass(frozen=True)
class Course:
    """A course in counts. A funnel's stage counts only who came through all stages before it.

    `left_course` and `left_circles` are apart: who drops a course is counted once, and not as
    somebody who left a circle.
    """

    title: str
    begins: datetime
    funnel: tuple[tuple[str, int], ...]
    left_course: int
    left_circles: int
    held: int
    due: int
    """Meetings that took place, of those that were planned up to now."""
    in_rhythm: int
    circles: int
    """Circles that keep their rhythm, of those that had a meeting due."""
    with_goal: int
    with_step: int

    def stage(self, name: str) -> int:
        """How many came as far as this."""
        return dict(self.funnel).get(name, 0)


def course_of(context: Context) -> Course:
    """A course in counts, as it stands now."""
    people = _people(context.id)
    acts = acts_of(people)
    groups = _groups(context.id)
    meetings = meeting_statuses(groups)
    met = [one for one in meetings.values() if one.over]
    gone = {one for one, left in people.items() if left}
    return Course(
        title=context.title,
        begins=context.created_at,
        funnel=tuple(_funnel(context, set(people), acts=acts, meetings=_due(groups, meetings))),
        left_course=len(gone),
        left_circles=len(_stepped_out(context.id) - gone),
        held=sum(min(one.held, one.over) for one in met),
        due=sum(one.over for one in met),
        in_rhythm=sum(one.held >= KEPT * one.over for one in met),
        circles=len(met),
        with_goal=sum(_did(acts, one, "goal") > 0 for one in people),
        with_step=sum(_did(acts, one, "step") > 0 for one in people),
    )


def earlier_terms(reader: Membership) -> list[Course]:
    """The courses that this one is a copy of, the oldest first; where the reader was staff too.

    One of very few people is left out: a share of it would tell of persons, and of no term.
    """
    courses = (course_of(one) for one in reversed(list(_ancestors(reader))))
    return [one for one in courses if one.stage("invited") >= FEWEST]


def _ancestors(reader: Membership) -> Iterator[Context]:
    mine = select(Membership.context_id).filter_by(user_id=reader.user_id, is_staff=True)
    staffed = set(db.session.scalars(mine.where(Membership.left_at.is_(None))))
    here, seen = reader.context, {reader.context_id}
    for _ in range(MOST_TERMS):
        found = here.copied_from
        if found is None or found.id in seen:
            return
        seen.add(found.id)
        if found.id in staffed:
            yield found
        here = found


def _funnel(
    context: Context, people: set[int], *, acts: Acts, meetings: Mapping[int, int]
) -> Iterator[tuple[str, int]]:
    closing = datetime.combine(
        calendar_of(outline_of(context.id), context, today=today(), asks=False).closing,
        time(),
        UTC,
    )
    half = {one: -(-due // 2) or 1 for one, due in meetings.items()}
    last = {one: max((act.at for act in acts.get(one, ())), default=None) for one in people}
    tests: dict[str, Callable[[int], bool]] = {
        "invited": lambda one: True,
        "seated": lambda one: one in meetings,
        "signed": lambda one: _did(acts, one, "agreement") > 0,
        "met": lambda one: _did(acts, one, "meeting") > 0,
        "half": lambda one: _did(acts, one, "meeting") >= half[one],
        "end": lambda one: (at := last[one]) is not None and at >= closing,
    }
    stages = STAGES if utcnow() >= closing else STAGES[:-1]
    here = people
    for stage in stages:
        here = {one for one in here if tests[stage](one)}
        yield stage, len(here)


def _did(acts: Acts, member: int, item: str) -> int:
    return sum(act.item == item for act in acts.get(member, ()))


def _people(context_id: int) -> dict[int, datetime | None]:
    """Everybody who ever took part, and since when they are gone from the course."""
    query = select(Membership.id, Membership.left_at)
    rows = db.session.execute(query.filter_by(context_id=context_id, is_learner=True))
    return {member: left for member, left in rows}


def _groups(context_id: int) -> dict[int, set[int]]:
    """Who ever sat in a circle that was published, by circle."""
    query = select(Seat.group_id, Seat.membership_id).join(Seat.group).join(PeerGroup.grouping)
    ever = Grouping.context_id == context_id, Grouping.published_at.is_not(None)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for group, member in db.session.execute(query.where(*ever)):
        found[group].add(member)
    return found


def _due(groups: Mapping[int, set[int]], meetings: Mapping[int, MeetingStatus]) -> dict[int, int]:
    """How many meetings were due for each member who ever sat in a circle."""
    found: defaultdict[int, int] = defaultdict(int)
    for group, members in groups.items():
        for member in members:
            found[member] += meetings[group].over if group in meetings else 0
    return found


def _stepped_out(context_id: int) -> set[int]:
    """Who goes on alone, or stopped."""
    query = select(Exit.membership_id).join(Exit.membership)
    out = Exit.ended_at.is_(None), Exit.kind.in_(OUT), Membership.context_id == context_id
    return set(db.session.scalars(query.where(*out)))
