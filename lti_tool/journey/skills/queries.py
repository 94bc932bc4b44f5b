"""Asking how a member saw their own skills, the first time and the last."""

from collections.abc import Sequence

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.journey.skills.models import SkillCheck


def checks_of(member: Membership) -> Sequence[SkillCheck]:
    """A member's own looks, the oldest first."""
    query = select(SkillCheck).filter_by(membership_id=member.id)
    return db.session.scalars(query.order_by(SkillCheck.id)).all()
