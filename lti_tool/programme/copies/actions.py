"""Taking a course's set-up over into its copy, once and as staff say. People never come along."""

from sqlalchemy import update

from lti_tool.courses.copies import WAITING
from lti_tool.courses.design import Designed
from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.forms.answers import settle
from lti_tool.programme.copies.queries import Question, design_of

BROUGHT, AFRESH = "brought", "afresh"


def bring_along(question: Question) -> None:
    """Copy the set-up, as it stands in the other course now; nothing when somebody has answered.

    Raises ChangedMeanwhile when somebody set the same up at this moment; then nothing was copied.
    """
    if not _answered(question, BROUGHT):
        return
    ours = design_of(question.context)
    for row in question.rows:
        kept = ours.get(row.identity)
        if kept is None:
            kept = type(row)(context_id=question.context.id, **_known(row))
            db.session.add(kept)
        kept.take(row.design())
    settle()


def start_afresh(question: Question) -> None:
    """Leave the set-up where it is; nothing when somebody has answered."""
    _answered(question, AFRESH)


def _known(row: Designed) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.known_by}


def _answered(question: Question, state: str) -> bool:
    """Whether this is the first answer: of two at the same moment one counts."""
    open_ = update(Context).where(
        Context.id == question.context.id, Context.copy_state.in_(("", WAITING))
    )
    said = open_.values(copy_state=state, copied_from_id=question.origin.id)
    return db.session.execute(said.returning(Context.id)).first() is not None
