"""What counts of the survey: that it was answered, where it is asked; for `app`."""

from collections.abc import Iterator, Sequence

from sqlalchemy import and_, select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.survey.models import SURVEY, Survey, Window
from lti_tool.programme.scoring import Duty


def duties(members: Sequence[Membership]) -> Iterator[tuple[int, Duty]]:
    """Due when the window closes. Who answered keeps the credit, whatever is asked since then."""
    asked = and_(Window.context_id == Membership.context_id, Window.asks == SURVEY)
    query = (
        select(Membership.id, Window.closes_at, Survey.done_at)
        .outerjoin(Window, asked)
        .outerjoin(Survey, Survey.membership_id == Membership.id)
        .where(Membership.id.in_([one.id for one in members]))
    )
    for member, closes_at, done_at in db.session.execute(query):
        if closes_at or done_at:
            yield member, Duty("survey", due_at=closes_at)
