"""Choosing how taking part counts, and having scores sent for the first time."""

from typing import Any

from lti_tool.db import db, insert_missing, leave_work, utcnow
from lti_tool.errors import ChangedMeanwhile
from lti_tool.programme.actions import programme_of, score_course_again
from lti_tool.programme.models import Grading
from lti_tool.programme.queries import grading_of


def choose(context_id: int, values: dict[str, Any], *, points: int, seen: int) -> None:
    """Keep these choices, and have all scores worked out again.

    Raises ChangedMeanwhile when somebody else has chosen since `seen`; then nothing was changed.
    """
    grading = _kept(context_id)
    if grading.version != seen:
        raise ChangedMeanwhile(f"chosen on version {seen}")
    for name, value in values.items():
        setattr(grading, name, value)
    grading.version += 1
    programme_of(context_id).points = points
    score_course_again(context_id)


def start_sending(context_id: int, *, language: str = "en") -> None:
    """Staff have looked at what would be sent: from now on scores leave. Twice is once.

    The column is named in the `language` that they speak.
    """
    grading = _kept(context_id)
    if grading.sends_since is None:
        grading.sends_since, grading.language = utcnow(), language
    leave_work("sending")


def _kept(context_id: int) -> Grading:
    """The row of a course, locked; made on first use."""
    insert_missing(Grading, context_id=context_id)
    grading = grading_of(context_id)
    assert grading is not None
    db.session.refresh(grading, with_for_update=True)
    return grading
