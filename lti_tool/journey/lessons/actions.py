"""Marking a lesson as done, and taking that back."""

from sqlalchemy import delete

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_missing
from lti_tool.journey.lessons.models import LessonDone
from lti_tool.journey.lessons.shelf import Lesson
from lti_tool.programme import actions as ledger


def finish_lesson(member: Membership, lesson: Lesson) -> None:
    """Mark a lesson as done; twice is once."""
    insert_missing(LessonDone, membership_id=member.id, lesson=lesson.name)
    ledger.record_once(member, "lesson", lesson.name)


def take_back(member: Membership, lesson: Lesson) -> None:
    """Take the mark of a lesson back."""
    mine = delete(LessonDone).filter_by(membership_id=member.id, lesson=lesson.name)
    db.session.execute(mine)
    ledger.take_back(member, "lesson", lesson.name)
