"""Staff name a service to their course, or take it away."""

from sqlalchemy import delete, update

from lti_tool.db import db, insert_missing
from lti_tool.programme.contacts.models import CourseContact


def name_contact(context_id: int, *, name: str, way: str, what: str) -> None:
    """Keep a service; named again, it is one still, with what was written last."""
    same = {"context_id": context_id, "name": name, "way": way}
    insert_missing(CourseContact, **same, what=what)
    db.session.execute(update(CourseContact).filter_by(**same).values(what=what))


def take_away(context_id: int, contact_id: int) -> None:
    """Take a service away; one that is gone stays gone."""
    db.session.execute(delete(CourseContact).filter_by(context_id=context_id, id=contact_id))
