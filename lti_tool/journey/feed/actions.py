"""Writing the feed of a circle, in the transaction of what changed; any activity may."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_missing
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.feed.models import FeedLine, FeedMark
from lti_tool.journey.feed.queries import News


def tell(group: PeerGroup, who: Membership | None, *, kind: str, **facts: Any) -> None:
    """Add a line; without `who` nobody learns whose doing it was."""
    line = FeedLine(
        group_id=group.id, membership_id=who.id if who else None, kind=kind, facts=facts
    )
    db.session.add(line)


def remember_reading(member: Membership, news: News, *, sid: str) -> None:
    """Keep how far a member has read; written once a visit, and when something new stood there."""
    mark, newest = news.mark, news.newest
    if mark is None and newest:
        insert_missing(
            FeedMark, membership_id=member.id, sid=sid, came_at=news.came_at, read_to=newest
        )
    elif mark and (mark.sid != sid or mark.read_to < newest):
        mark.came_at, mark.read_to, mark.sid = news.came_at, max(mark.read_to, newest), sid
