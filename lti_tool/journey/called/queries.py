"""Asking whether somebody else goes by a name already."""

from sqlalchemy import select

from lti_tool.courses.models import Membership, User
from lti_tool.db import db


def is_taken(name: str, *, by_others_than: Membership) -> bool:
    """Whether anybody else of the course is shown under this name, whatever its capitals."""
    me = by_others_than
    others = select(User.name, User.chosen_name).join(Membership, Membership.user_id == User.id)
    others = others.where(Membership.context_id == me.context_id, User.id != me.user_id)
    taken = (told.strip() or chosen for told, chosen in db.session.execute(others))
    return name.casefold() in {one.casefold() for one in taken}
