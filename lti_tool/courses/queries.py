"""Asking who is in a course."""

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db
from lti_tool.errors import NotHere


def learners_of(context_id: int) -> list[Membership]:
    """Everybody who takes part in a context now, by name."""
    return _present(context_id, Membership.is_learner)


def staff_of(context_id: int) -> list[Membership]:
    """The staff of a context, by name."""
    return _present(context_id, Membership.is_staff)


def membership_in(context_id: int, membership_id: int) -> Membership:
    """One membership of a context; raises NotHere when it belongs to another."""
    found = db.session.get(Membership, membership_id)
    if found is None or found.context_id != context_id:
        raise NotHere("no such membership in this context")
    return found


def context_of(context_id: int) -> Context:
    """A context by our own number; raises NotHere."""
    found = db.session.get(Context, context_id)
    if found is None:
        raise NotHere("no such context")
    return found


def _present(context_id: int, kind: InstrumentedAttribute[bool]) -> list[Membership]:
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.context_id == context_id, kind, Membership.left_at.is_(None))
        .order_by(User.name, User.id)
    )
    return list(db.session.scalars(query))
