"""Asking how the one student stands for whom a gradebook was opened, and who may see it."""

from dataclasses import dataclass

from sqlalchemy import select

from lti_tool.courses.models import Membership, User
from lti_tool.db import db
from lti_tool.errors import NotHere, NotTakingPart, NotYours
from lti_tool.gradebook.queries import ScoreRow, row_of
from lti_tool.launch.models import Visit
from lti_tool.programme.items import Item
from lti_tool.programme.queries import items_of
from lti_tool.programme.scoring import Line


@dataclass(frozen=True)
class Review:
    """One student's status: the score with its reason, and how each item stands."""

    score: ScoreRow
    items: tuple[tuple[Item, Line], ...]
    is_own: bool


def review_of(visit: Visit) -> Review:
    """What the gradebook asked this visit to show.

    Raises NotHere for any other visit, NotYours for who may not see it, NotTakingPart where the
    student is not in this course.
    """
    if not visit.reviews:
        raise NotHere("this visit did not come from a gradebook")
    is_own = visit.reviews == visit.membership.user.subject
    if not (visit.is_staff or is_own):
        raise NotYours("a review of somebody else")
    member = _member(visit.membership, visit.reviews)
    if not (is_own or visit.sight.covers(member.section_ids)):
        raise NotYours("a review of somebody in another section")
    row = row_of(member)
    lines = {line.item: line for line in row.standing.lines}
    items = tuple((item, lines[item.key]) for item in items_of([row.standing]))
    return Review(row, items, is_own=is_own)


def _member(viewer: Membership, subject: str) -> Membership:
    """The student of the viewer's own course whom the platform calls so."""
    query = (
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.context_id == viewer.context_id,
            Membership.is_learner,
            User.registration_id == viewer.user.registration_id,
            User.subject == subject,
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotTakingPart("the student of a review does not take part in this context")
    return found
