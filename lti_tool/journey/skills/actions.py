"""Keeping how a member sees their own skills."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import find, settle
from lti_tool.forms.shelf import form
from lti_tool.journey.skills.models import SkillCheck
from lti_tool.programme.actions import record_once


def keep_check(member: Membership, key: str, *, values: dict[str, Any]) -> None:
    """Keep one look; the same form sent twice is one look, and an old one is never written over."""
    if find(SkillCheck, member.id, key) is None:
        made = SkillCheck(membership_id=member.id, key=key)
        made.keep(form("skills"), values)
        db.session.add(made)
        record_once(member, "skills")
        settle()
