"""Setting a programme up, and writing the ledger of participation."""

from collections.abc import Iterable

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_missing, leave_work
from lti_tool.forms.answers import new_key
from lti_tool.programme.models import WHOLE, Activity, ParticipationEvent, Programme
from lti_tool.programme.queries import done_keys


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


def record_once(membership: Membership, item: str) -> None:
    """Write that an item is done, unless the ledger says so already."""
    if item not in done_keys([membership.id]).get(membership.id, ()):
        record(membership, item)


def link_activities(
    context_id: int, named: Iterable[tuple[str, str]], *, has_column: bool
) -> list[Activity]:
    """Keep what staff give a link of its own: pairs of a kind and the name in the course.

    Only the whole has a column: participation is one score, and a column of a single activity
    would stay empty.
    """
    made = [
        Activity(
            context_id=context_id,
            key=new_key(),
            kind=kind,
            title=title,
            has_column=has_column and kind == WHOLE,
        )
        for kind, title in named
    ]
    db.session.add_all(made)
    return made
