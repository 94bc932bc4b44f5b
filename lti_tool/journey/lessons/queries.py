"""Asking for lessons, and which of them a member has done."""

from collections.abc import Mapping

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.journey.lessons.models import LessonDone
from lti_tool.journey.lessons.shelf import Lesson, load_lessons
from lti_tool.web.config import config_dirs


def all_lessons() -> Mapping[str, Lesson]:
    """The lessons of this institution by name, in their order."""
    return load_lessons(config_dirs())


def lesson_called(name: str) -> Lesson:
    """A lesson by its name; raises NotHere."""
    found = all_lessons().get(name)
    if found is None:
        raise NotHere("no such lesson")
    return found


def lessons_done(member: Membership) -> set[str]:
    """The names of the lessons that a member has done."""
    query = select(LessonDone.lesson).filter_by(membership_id=member.id)
    return set(db.session.scalars(query))
