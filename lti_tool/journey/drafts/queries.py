"""Asking for what somebody has typed and not sent yet."""

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.journey.drafts.models import Draft


def draft_of(author: Membership, page: str, *, version: int) -> Draft | None:
    """One's own draft of a page, as long as nothing else was saved there meanwhile."""
    query = select(Draft).filter_by(membership_id=author.id, page=page, version=version)
    return db.session.scalars(query).one_or_none()
