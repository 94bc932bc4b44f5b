"""Staff tell their course something; what they take back is gone."""

from sqlalchemy import delete

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.programme.culture.models import Heard, TeacherCard


def tell_learning(membership: Membership, learning: str) -> None:
    """Keep what one of the staff is learning; empty takes it away."""
    found = db.session.get(TeacherCard, membership.id)
    if found and not learning:
        db.session.delete(found)
    elif found:
        found.learning = learning
    elif learning:
        db.session.add(TeacherCard(membership_id=membership.id, learning=learning))


def tell_heard(context_id: int, *, said: str, done: str) -> None:
    """Tell what was done with what was said; told twice in the same words is once."""
    same = db.session.query(Heard).filter_by(context_id=context_id, said=said, done=done)
    if not same.first():
        db.session.add(Heard(context_id=context_id, said=said, done=done))


def take_back(context_id: int, heard_id: int) -> None:
    """Take such a line back; one that is gone stays gone."""
    db.session.execute(delete(Heard).filter_by(id=heard_id, context_id=context_id))
