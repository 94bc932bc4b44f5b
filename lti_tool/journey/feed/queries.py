"""Asking what changed in a circle since a member was last here."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.feed.models import FeedLine, FeedMark

STAY = timedelta(hours=1)
"""So long what is new stays new, however often the page is opened."""
MOST_LINES = 8
"""On one page; who was away for longer reads the newest."""


@dataclass(frozen=True)
class News:
    """What others did since a member was last here, the newest first.

    `newest` is the last line of the circle, `came_at` the last one before this stay.
    """

    lines: list[FeedLine]
    mark: FeedMark | None = None
    newest: int = 0
    came_at: int = 0


def news_for(member: Membership, group: PeerGroup, *, untold: Collection[str] = ()) -> News:
    """What changed in this circle while the member was away; stays the same during a stay.

    Lines of the kinds in `untold` are left out.
    """
    query = (
        select(FeedLine, FeedMark)
        .outerjoin(FeedMark, FeedMark.membership_id == member.id)
        .options(joinedload(FeedLine.membership).joinedload(Membership.user))
        .where(FeedLine.group_id == group.id, FeedLine.kind.not_in(untold))
        .order_by(FeedLine.id.desc())
        .limit(MOST_LINES)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return News([])
    mark, newest = rows[0][1], rows[0][0].id
    came_at = _came_at(mark)
    lines = [line for line, _ in rows if line.id > came_at and line.membership_id != member.id]
    return News(list(_each_once(lines)), mark, newest, came_at)


def _each_once(lines: list[FeedLine]) -> Iterator[FeedLine]:
    """What the same person did several times on end is one line."""
    before: tuple[object, ...] = ()
    for line in lines:
        said = (line.kind, line.membership_id, line.facts)
        if said != before:
            yield line
        before = said


def is_here_still(mark: FeedMark) -> bool:
    """Whether a member has not been away since the mark was set."""
    return mark.began_at > utcnow() - STAY


def _came_at(mark: FeedMark | None) -> int:
    """A new stay begins where the last one stopped reading."""
    if mark is None:
        return 0
    return mark.came_at if is_here_still(mark) else mark.read_to
