"""People whom staff have listed and the platform has not named yet; for `courses` and `roster`.

They are recognised by an id that the platform itself signs or sends and that is the listed one to
the letter: the subject, or the school's own id. Never by a name or an e-mail address, which people
may change. Who is recognised is awaited no more, so nobody can come as somebody who is here.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Membership, User
from lti_tool.db import db, insert_missing, utcnow


def awaited_in(context_id: int, ids: Iterable[str] | None = None) -> Sequence[Membership]:
    """Who is awaited in a course, or those of them who are listed under these ids."""
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.context_id == context_id, User.subject.is_(None))
        .order_by(User.id)
    )
    if ids is not None:
        query = query.where(User.sourced_id.in_({*ids} - {""}))
    return db.session.scalars(query.with_for_update()).all()


def meet(context_id: int, subject: str, *, sourced_id: str) -> bool:
    """The platform names a learner: whoever was awaited under that id is this person from now on.

    Gives whether somebody was.
    """
    awaited = awaited_in(context_id, (subject, sourced_id))
    for one in awaited[:1]:
        _become(one, subject)
    return bool(awaited)


def _become(awaited: Membership, subject: str) -> None:
    """Give a membership to the person of that subject; who has one already keeps theirs.

    A person who is new to us is called as the list says, until the platform says it otherwise.
    """
    ghost = awaited.user
    who = {"registration_id": ghost.registration_id, "subject": subject}
    insert_missing(User, **who, name=ghost.name, given_name=ghost.given_name)
    person = db.session.scalars(select(User).filter_by(**who)).one()
    here = select(Membership.id).filter_by(context_id=awaited.context_id, user_id=person.id)
    if db.session.scalar(here):
        awaited.left_at = awaited.left_at or utcnow()
        return
    awaited.user, awaited.left_at = person, None
    db.session.flush()
    db.session.execute(delete(User).where(User.id == ghost.id))
