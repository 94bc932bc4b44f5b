"""Saying yes or no to the programme; either can be said again at any time."""

from sqlalchemy import update

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_missing, leave_work, utcnow
from lti_tool.errors import NotHere
from lti_tool.groups.actions import take_turn
from lti_tool.groups.models import ALONE, OUT, Exit, TakingPart
from lti_tool.groups.queries import circle_of


def say(member: Membership, *, is_yes: bool) -> None:
    """Keep what a member says; a no is the way alone, with the same credit.

    Raises NotHere for somebody who sits in a circle already: leaving has a page of its own.
    """
    take_turn(member.context_id)
    if circle_of(member) is not None:
        raise NotHere("this member sits in a circle")
    insert_missing(TakingPart, membership_id=member.id, says_yes=is_yes)
    mine = update(TakingPart).filter_by(membership_id=member.id)
    db.session.execute(mine.values(says_yes=is_yes))
    held = update(Exit).where(Exit.membership_id == member.id, Exit.ended_at.is_(None))
    db.session.execute(held.where(Exit.kind.in_(OUT)).values(ended_at=utcnow()))
    if is_yes:
        leave_work("circles")
    else:
        db.session.add(Exit(membership_id=member.id, kind=ALONE))
