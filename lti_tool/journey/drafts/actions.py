"""Keeping what somebody types, until they send it or start afresh."""

from datetime import timedelta

from sqlalchemy import delete

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.journey.drafts.models import Draft

LASTS = timedelta(days=30)
LONGEST = 100_000
"""Signs of a draft; more than any form of ours keeps."""


def keep_draft(author: Membership, page: str, *, version: int, typed: str) -> bool:
    """Keep the boxes of a page; False for what is too long to keep. Old drafts are let go."""
    if len(typed) > LONGEST or len(page) > LONGEST // 100:
        return False
    now = utcnow()
    old = delete(Draft).where(Draft.membership_id == author.id, Draft.kept_at < now - LASTS)
    db.session.execute(old)
    db.session.merge(
        Draft(membership_id=author.id, page=page, version=version, typed=typed, kept_at=now)
    )
    return True


def drop_draft(author: Membership, page: str) -> None:
    """Let a draft go: it was sent, or its author starts afresh."""
    db.session.execute(delete(Draft).filter_by(membership_id=author.id, page=page))
