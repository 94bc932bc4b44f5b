"""Setting a course up as a file has it."""

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.answers import settle
from lti_tool.programme.actions import score_course_again
from lti_tool.programme.designs.queries import Sections, mark_of, models_by_section, rows_of


def set_up(context: Context, brought: Sections, *, seen: str) -> None:
    """Take every section over that was brought; the others stay as they are.

    Raises ChangedMeanwhile when the course is not set up as its writer saw it (`mark_of`).
    """
    if mark_of(context) != seen:
        raise ChangedMeanwhile("the design was changed meanwhile")
    here, models = rows_of(context), models_by_section()
    for section, values in brought.items():
        row = here.get(section)
        if row is None:
            row = models[section](context_id=context.id)
            db.session.add(row)
        row.take(values)
    settle()
    score_course_again(context.id)
