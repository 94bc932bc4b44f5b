"""Stepping out of a circle and coming back, without a reason; for members themselves."""

from sqlalchemy import update

from lti_tool.courses.models import Membership
from lti_tool.db import db, leave_work, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.actions import judge_again, sit, take_turn
from lti_tool.groups.changes.queries import exit_of, may_ask_for_another
from lti_tool.groups.models import ANOTHER, OUT, Exit
from lti_tool.groups.queries import circle_of, current
from lti_tool.programme.actions import score_course_again


def step_out(member: Membership, kind: str) -> None:
    """Ask for another circle, pause, go on alone or stop; what was earned stays as it is.

    The same twice is once. Raises NotHere for somebody without a circle, ChangedMeanwhile for
    another circle asked for a second time.
    """
    take_turn(member.context_id)
    now = exit_of(member)
    if now is not None and now.kind == kind:
        return
    if circle_of(member) is None and (now is None or now.kind not in OUT):
        raise NotHere("this member sits in no circle")
    if kind == ANOTHER and not may_ask_for_another(member):
        raise ChangedMeanwhile("another circle was asked for already")
    _end(member)
    published = current(member.context_id, "published")
    grouping_id = published.id if published else None
    db.session.add(Exit(membership_id=member.id, grouping_id=grouping_id, kind=kind))
    if published is not None and kind in OUT:
        judge_again(published, (sit(published, member, None),))
    score_course_again(member.context_id)


def come_back(member: Membership) -> None:
    """Take it back, or be there again; who gave up the seat waits for one. Twice is once."""
    take_turn(member.context_id)
    _end(member)
    leave_work("circles")
    score_course_again(member.context_id)


def _end(member: Membership) -> None:
    held = update(Exit).where(Exit.membership_id == member.id, Exit.ended_at.is_(None))
    db.session.execute(held.values(ended_at=utcnow()))
