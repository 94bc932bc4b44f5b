"""A year of a circle's life, written straight into the tables: what a home has to carry."""

from collections.abc import Sequence
from datetime import timedelta

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.answers import new_key
from lti_tool.forms.shelf import form
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.agreement.models import Agreement, Signature
from lti_tool.journey.feed.models import FeedLine
from lti_tool.journey.goals.models import Goal, GoalStep
from lti_tool.journey.meetings.models import Attendance, Meeting, MeetingNote, Promise
from lti_tool.journey.reflections.models import Reflection
from lti_tool.programme.actions import record, score_again
from tests.journey.writers import AGREEMENT, GOAL, PLAN, REFLECTION

FORTNIGHTS = 26
GOALS, STEPS = 6, 10


def live_a_year(circle: Sequence[Membership], group: PeerGroup) -> None:
    """Fill the tables as if this circle had met every two weeks and shared everything."""
    for member in circle:
        _write(member)
    for version in range(1, 6):
        _agree(circle, group, version)
    for i in range(1, FORTNIGHTS + 1):
        _meet(circle, group, i)
    score_again(one.id for one in circle)
    db.session.commit()


def _write(member: Membership) -> None:
    plain = {name: value for name, value in GOAL.items() if not name.startswith("steps")}
    for _ in range(GOALS):
        goal = Goal(membership_id=member.id, key=new_key(), steps=[])
        goal.steps = [GoalStep(position=i, what=f"Step {i}", done_at=None) for i in range(STEPS)]
        goal.keep(form("goal"), {**plain, "share": "all"})
        db.session.add(goal)
    for _ in range(FORTNIGHTS):
        looked = Reflection(membership_id=member.id, key=new_key(), done_at=utcnow())
        looked.keep(form("reflection"), {**REFLECTION, "share": "all"})
        db.session.add(looked)


def _agree(circle: Sequence[Membership], group: PeerGroup, version: int) -> None:
    text = Agreement(group_id=group.id, version=version, author_id=circle[0].id)
    text.form_name, text.form_version, text.answers = "agreement", 1, {**AGREEMENT}
    text.signatures = [Signature(membership_id=one.id) for one in circle]
    db.session.add(text)


def _meet(circle: Sequence[Membership], group: PeerGroup, number: int) -> None:
    starts_at = utcnow() + timedelta(days=3) - timedelta(weeks=2 * (FORTNIGHTS - number))
    shape = {name: PLAN[name] for name in ("zone", "mode", "place", "agenda")}
    meeting = Meeting(group_id=group.id, number=number, starts_at=starts_at, minutes=50, **shape)
    db.session.add(meeting)
    db.session.flush()
    db.session.add(MeetingNote(meeting_id=meeting.id, answers={}, author_id=circle[0].id))
    for i, member in enumerate(circle):
        mine = {"meeting_id": meeting.id, "membership_id": member.id}
        db.session.add(Attendance(**mine, how="there"))
        record(member, "meeting", meeting.key)
        db.session.add(Promise(**mine, position=i, what="Read", by_when=starts_at.date()))
        what = {"what": "Read"}
        line = FeedLine(group_id=group.id, membership_id=member.id, kind="promised", facts=what)
        db.session.add(line)
