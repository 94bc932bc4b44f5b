"""Writing the feed of a circle, in the transaction of what changed; any activity may."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_missing, utcnow
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.feed.models import FeedLine, FeedMark
from lti_tool.journey.feed.queries import News, is_here_still


def tell(group: PeerGroup, who: Membership | None, *, kind: str, **facts: Any) -> None:
    """Add a line; without `who` nobody learns whose doing it was."""
    line = FeedLine(
        group_id=group.id, membership_id=who.id if who else None, kind=kind, facts=facts
    )
    db.session.add(line)


def remember_reading(member: Membership, news: News) -> None:
    """Keep how far a member has read; written when something new stood there."""
    mark, newest = news.mark, news.newest
    if mark is None and newest:
        insert_missing(FeedMark, membership_id=member.id, came_at=news.came_at, read_to=newest)
    elif mark and (mark.came_at != news.came_at or mark.read_to < newest):
        if not is_here_still(mark):
            mark.began_at = utcnow()
        mark.came_at, mark.read_to = news.came_at, max(mark.read_to, newest)
