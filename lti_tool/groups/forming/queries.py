"""Asking how forming goes on in a course, and which of it waits for a worker."""

from sqlalchemy import or_, select

from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.groups.forming.models import Forming


def last_forming(context_id: int) -> Forming | None:
    """The forming that goes on in a course, or the one that ended last."""
    query = select(Forming).filter_by(context_id=context_id).order_by(Forming.id.desc())
    return db.session.scalars(query.limit(1)).one_or_none()


def forming_in(context_id: int, forming_id: int) -> Forming:
    """One forming of a course; raises NotHere when it belongs to another."""
    query = select(Forming).filter_by(id=forming_id, context_id=context_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotHere("no such forming in this context")
    return found


def due_formings() -> list[int]:
    """Those that nobody works on now, the oldest first."""
    free = or_(Forming.claimed_until.is_(None), Forming.claimed_until <= utcnow())
    query = select(Forming.id).where(Forming.ended_at.is_(None), free).order_by(Forming.id)
    return list(db.session.scalars(query))
