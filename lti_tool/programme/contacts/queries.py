"""Asking which services a course has named."""

from collections.abc import Sequence

from sqlalchemy import select

from lti_tool.db import db
from lti_tool.programme.contacts.models import CourseContact


def contacts_in(context_id: int) -> Sequence[CourseContact]:
    """The services of a course, in the order in which they were named."""
    query = select(CourseContact).filter_by(context_id=context_id).order_by(CourseContact.id)
    return db.session.scalars(query).all()
