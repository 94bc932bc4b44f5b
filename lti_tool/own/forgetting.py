"""Deleting the words of a whole course once their time is over: the worker's work.

What was done and counted stays: the ledger, scores, signatures, attendance, counts of rounds.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, literal, select, update

from lti_tool.courses.models import Context, Membership
from lti_tool.db import UTCDateTime, db, insert_found, utcnow
from lti_tool.forms.kinds import Long, Text
from lti_tool.forms.shelf import form
from lti_tool.groups.models import Grouping, PeerGroup
from lti_tool.insights.numbers.actions import count_closed
from lti_tool.journey.agreement.models import Agreement
from lti_tool.journey.feed.models import FeedLine
from lti_tool.journey.meetings.models import Meeting, MeetingNote, Series
from lti_tool.own.chapters import CHAPTERS
from lti_tool.programme.keeping.models import Forgetting
from lti_tool.programme.keeping.queries import keeping_of
from lti_tool.web.transaction import transaction

DAILY = timedelta(days=1)
AGAIN = timedelta(days=30)
"""After words were deleted: whatever was typed in a course that is over does not stay either."""


def forget_due() -> int:
    """Look at the courses that are due, one transaction each; gives how many lost their words.

    Killed anywhere it has done a course whole or not at all, and may run twice.
    """
    with transaction():
        _enter_new_courses()
    forgot = 0
    while (outcome := _look_at_one()) is not None:
        forgot += outcome
    return forgot


def erase_course(context: Context) -> None:
    """Delete every word that members of a course wrote, those of their circles too.

    Rounds that have closed are counted first, for nobody may have looked at the numbers yet.
    """
    count_closed(context)
    everybody = select(Membership.id).where(Membership.context_id == context.id)
    for chapter in CHAPTERS:
        chapter.erase(everybody)
    _empty_texts_of_circles(context)


def _enter_new_courses() -> None:
    known, now = select(Forgetting.context_id), literal(utcnow(), UTCDateTime)
    new = select(Context.id, now, now).where(Context.id.not_in(known))
    insert_found(Forgetting, ["context_id", "told_at", "looks_at"], new)


def _look_at_one() -> bool | None:
    """Whether the next course lost its words; None where no course is due."""
    with transaction():
        row = db.session.scalars(_due()).one_or_none()
        if row is None:
            return None
        context, now = db.session.get_one(Context, row.context_id), utcnow()
        kept = keeping_of(context)
        if row.follows_on is None or kept.follows_on < row.follows_on:
            row.told_at = now
        row.follows_on = kept.follows_on
        is_over = kept.goes_on <= now.date()
        row.looks_at = now + (AGAIN if is_over else DAILY)
        if is_over:
            erase_course(context)
            row.forgot_at = now
        return is_over


def _due() -> Select[Forgetting]:
    """The course that has waited longest, unless another worker has it."""
    query = select(Forgetting).where(Forgetting.looks_at <= utcnow())
    return query.order_by(Forgetting.looks_at).limit(1).with_for_update(skip_locked=True)


def _empty_texts_of_circles(context: Context) -> None:
    """That there was an agreement, a note, a meeting stays known; no word of them does."""
    of_course = select(PeerGroup.id).join(PeerGroup.grouping)
    circles = of_course.where(Grouping.context_id == context.id)
    held = select(Meeting.id).where(Meeting.group_id.in_(circles))
    for emptied in (
        update(Agreement).where(Agreement.group_id.in_(circles)).values(answers={}),
        update(MeetingNote).where(MeetingNote.meeting_id.in_(held)).values(answers={}),
        update(Meeting).where(Meeting.group_id.in_(circles)).values(place=""),
        delete(FeedLine).where(FeedLine.group_id.in_(circles)),
    ):
        db.session.execute(emptied)
    for series in db.session.scalars(select(Series).where(Series.group_id.in_(circles))):
        series.answers = _without_words(series.answers)


def _without_words(answers: Mapping[str, Any]) -> dict[str, Any]:
    """How a circle meets, without where: choices and numbers are no words."""
    plain = {one.name for one in form("meetings").fields if not isinstance(one.kind, Text | Long)}
    return {name: value for name, value in answers.items() if name in plain}
