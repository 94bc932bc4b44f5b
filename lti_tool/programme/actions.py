"""Setting a programme up, and writing the ledger of participation."""

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_missing, leave_work
from lti_tool.programme.models import ParticipationEvent, Programme


def programme_of(context_id: int) -> Programme:
    """The programme of a course; made with good defaults on first use."""
    query = select(Programme).filter_by(context_id=context_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        insert_missing(Programme, context_id=context_id)
        found = db.session.scalars(query).one()
    return found


def record(membership: Membership, item: str, *, is_done: bool = True) -> None:
    """Write one line of the ledger; its scoring is queued by the same commit."""
    line = ParticipationEvent(membership_id=membership.id, item=item, is_done=is_done)
    db.session.add(line)
    leave_work("scores")
