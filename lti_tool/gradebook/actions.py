"""From the ledger to the gradebook: settling scores, sending them, and trying again.

Settling and sending may run at any time, twice, and in many workers at once. They begin and end
their own short transactions, and no call to a platform is made inside one.
"""

import math

from sqlalchemy import select

from lti_tool.db import db, leave_work, utcnow
from lti_tool.gradebook.columns import forget_column
from lti_tool.gradebook.hands import hand_back
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.sending import Run, SendReport
from lti_tool.gradebook.settling import settle_some

__all__ = ["SendReport", "hand_back", "send_again", "send_due", "settle_due"]


def settle_due() -> int:
    """Turn unscored lines of the ledger into scores of the outbox; gives the number of lines."""
    settled = 0
    while taken := settle_some():
        settled += taken
    return settled


def send_due(*, seconds: float = math.inf) -> SendReport:
    """Send the scores that are due; after `seconds` nothing more is begun.

    Platforms are served side by side. One on which nothing more can be done now is left to a
    later run.
    """
    return Run(seconds).to_the_end()


def send_again(context_id: int) -> None:
    """Staff have set things right: what was refused for good is due again."""
    rows = select(OutboxScore).join(OutboxScore.line_item)
    failed = rows.where(LineItem.context_id == context_id, OutboxScore.state == "failed")
    for row in db.session.scalars(failed):
        if row.last_refusal == "no-column":
            forget_column(row.line_item_id)
        row.state, row.next_try_at, row.last_refusal = "waiting", utcnow(), None
    leave_work("sending")
