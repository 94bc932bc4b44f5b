"""Setting a programme up, and writing the ledger of participation."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import (
    db,
    insert_all_missing,
    insert_found,
    insert_missing,
    insert_or_renew,
    leave_work,
    utcnow,
)
from lti_tool.forms.answers import new_key
from lti_tool.programme.models import (
    WHOLE,
    Activity,
    KeptStanding,
    ParticipationEvent,
    Programme,
    Rescoring,
)
from lti_tool.programme.queries import has_done
from lti_tool.programme.scoring import COUNTS, Standing


def programme_of(context_id: int) -> Programme:
    """The programme of a course; made with good defaults on first use."""
    query = select(Programme).filter_by(context_id=context_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        insert_missing(Programme, context_id=context_id)
        found = db.session.scalars(query).one()
    return found


def record(membership: Membership, item: str, piece: str = "", *, is_done: bool = True) -> None:
    """Write one line of the ledger; its scoring is queued by the same commit.

    `piece` tells one meeting or lesson from another where each counts for itself.
    """
    values = {"item": item, "piece": piece, "is_done": is_done}
    db.session.add(ParticipationEvent(membership_id=membership.id, **values))
    leave_work("scores")


def record_once(membership: Membership, item: str, piece: str = "") -> None:
    """Write that an item is done, unless the ledger says so already."""
    if not has_done(membership, item, piece):
        record(membership, item, piece)


def take_back(membership: Membership, item: str, piece: str = "") -> None:
    """Write that an item is not done after all, where the ledger says that it is."""
    if has_done(membership, item, piece):
        record(membership, item, piece, is_done=False)


def score_again(membership_ids: Iterable[int]) -> None:
    """Have scores worked out again, because what members are asked to do has changed."""
    rows = [{"membership_id": one} for one in sorted(set(membership_ids))]
    insert_all_missing(Rescoring, rows)
    leave_work("scores")


def score_course_again(context_id: int) -> None:
    """The same for everybody who takes part in a course: its circles, dates or rules changed."""
    people = select(Membership.id).where(Membership.context_id == context_id)
    insert_found(Rescoring, ["membership_id"], people.where(Membership.is_learner))
    leave_work("scores")


def keep_standings(standings: Mapping[int, Standing]) -> None:
    """Keep how members stand, by membership id, for pages that open before anything changes."""
    now = utcnow()
    rows = [
        {
            "membership_id": member,
            "counts": {name: getattr(one, name) for name in COUNTS},
            "begins_at": one.begins_at,
            "changes_at": one.changes_at,
            "worked_out_at": now,
        }
        for member, one in standings.items()
    ]
    insert_or_renew(KeptStanding, rows)


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
