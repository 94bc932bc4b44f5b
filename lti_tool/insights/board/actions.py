"""Doing something about a circle that needs a look: send it the prepared line, or leave it."""

from datetime import timedelta

from sqlalchemy import update

from lti_tool.courses.models import Membership
from lti_tool.courses.sight import Sight
from lti_tool.db import db, insert_first, utcnow
from lti_tool.errors import NotHere
from lti_tool.groups.models import PeerGroup
from lti_tool.insights.board.models import Tended
from lti_tool.insights.board.queries import board_of, circle_in
from lti_tool.journey.feed.actions import tell
from lti_tool.journey.feed.prompts import NEEDED

REST = timedelta(days=7)


def send_line(reader: Membership, sight: Sight, *, number: int, flag: str) -> bool:
    """Send the prepared line to a circle; gives False where that was done already.

    Raises NotHere for a circle that is not wholly in sight, or needs no such look.
    """
    if flag not in NEEDED:
        raise NotHere("no line is prepared for this")
    group = _flagged(reader, sight, number=number, flag=flag)
    if group is None or not _tend(group.id, flag, how="sent"):
        return False
    tell(group, reader, kind="prompted", about=flag)
    return True


def leave(reader: Membership, sight: Sight, *, number: int, flag: str) -> None:
    """Let a flag rest for a week; it shows again by itself if it still holds."""
    group = _flagged(reader, sight, number=number, flag=flag)
    if group is not None:
        _tend(group.id, flag, how="left")


def _flagged(reader: Membership, sight: Sight, *, number: int, flag: str) -> PeerGroup | None:
    """The circle, if it still needs this look; None where it was tended meanwhile."""
    circle = circle_in(board_of(reader, sight), number)
    if not circle.is_whole:
        raise NotHere("somebody of another section sits there")
    if any(one.flag == flag for one in circle.rests):
        return None
    if all(one.kind != flag for one in circle.flags):
        raise NotHere("nothing of this kind is the matter")
    return db.session.get(PeerGroup, circle.group_id)


def _tend(group_id: int, flag: str, *, how: str) -> bool:
    """Whether this request was the one that wrote it: of two at once one is."""
    now = utcnow()
    values = {"how": how, "at": now, "rests_until": now + REST}
    if insert_first(Tended, group_id=group_id, flag=flag, **values):
        return True
    rested = Tended.group_id == group_id, Tended.flag == flag, Tended.rests_until <= now
    again = update(Tended).where(*rested).values(**values).returning(Tended.id)
    return db.session.scalars(again).first() is not None
