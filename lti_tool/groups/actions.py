"""Deeds that the rooms of this step share: taking turns, keeping a draft, giving a seat.

Staff of a course take turns here: whoever comes second sees what the first one did.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select, update

from lti_tool.courses.models import Context
from lti_tool.db import db, utcnow
from lti_tool.groups.models import Grouping, PeerGroup, Seat


def take_turn(context_id: int) -> None:
    """Wait until nobody else changes the circles of this course, and keep others waiting.

    Writing what stands there takes the lock of the row, and on SQLite the one of the file.
    """
    db.session.execute(update(Context).filter_by(id=context_id).values(id=context_id))


def set_aside(context_id: int, state: str) -> None:
    """Let the draft, or what is published, give way to what comes next; it is kept."""
    old = update(Grouping).filter_by(context_id=context_id, state=state)
    db.session.execute(old.values(state="replaced"))


def keep_draft(
    context_id: int, groups: Iterable[Sequence[str]], *, size: int, seed: int = 0
) -> Grouping:
    """Keep these circles, of members by id, as the draft of a course; an older one gives way.

    Any number of circles costs the same few statements.
    """
    made = [group for group in groups if group]
    set_aside(context_id, "draft")
    draft = Grouping(context_id=context_id, size=size, seed=seed)
    db.session.add(draft)
    db.session.flush()
    ids = _open_circles(draft.id, len(made))
    _seat(dict(zip(ids, made, strict=True)))
    return draft


def _open_circles(grouping_id: int, count: int) -> list[int]:
    """Empty circles with the numbers from one on; their ids, by number."""
    rows = [{"grouping_id": grouping_id, "number": number} for number in range(1, count + 1)]
    if rows:
        db.session.execute(insert(PeerGroup), rows)
    query = select(PeerGroup.id).filter_by(grouping_id=grouping_id).order_by(PeerGroup.number)
    return list(db.session.scalars(query))


def _seat(people: dict[int, Sequence[str]]) -> None:
    """Give seats to members, by the ids of their groups."""
    now = utcnow()
    seats = [
        {"group_id": group_id, "membership_id": int(member), "taken_at": now}
        for group_id, members in people.items()
        for member in members
    ]
    if seats:
        db.session.execute(insert(Seat), seats)
