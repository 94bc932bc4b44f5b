"""From the ledger to the gradebook: settling scores, sending them, and trying again.

Settling and sending may run at any time, twice, and in many workers at once. They begin and end
their own short transactions, and no call to a platform is made inside one.
"""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from lti_tool.db import db, leave_work, utcnow
from lti_tool.gradebook.columns import forget_column
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import courses_with_due_scores
from lti_tool.gradebook.sending import IN_FLIGHT, SendReport, send_some
from lti_tool.gradebook.settling import settle_some
from lti_tool.web.transaction import transaction

__all__ = ["SendReport", "send_again", "send_due", "settle_due"]


def settle_due() -> int:
    """Turn unscored lines of the ledger into scores of the outbox; gives the number of lines."""
    settled = 0
    while taken := settle_some():
        settled += taken
    return settled


def send_due() -> SendReport:
    """Send the scores that are due, a batch of each course in turn, so that none starves another.

    A course in which nothing more can be done now is left to a later run.
    """
    report, left = SendReport(), set[int]()
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        while courses := _courses_due() - left:
            for context_id in sorted(courses):
                part = send_some(context_id, pool)
                report += part
                left.update(() if part.sent else {context_id})
    return report


def send_again(context_id: int) -> None:
    """Staff have set things right: what was refused for good is due again."""
    rows = select(OutboxScore).join(OutboxScore.line_item)
    failed = rows.where(LineItem.context_id == context_id, OutboxScore.state == "failed")
    for row in db.session.scalars(failed):
        if row.last_refusal == "no-column":
            forget_column(context_id)
        row.state, row.next_try_at, row.last_refusal = "waiting", utcnow(), None
    leave_work("scores")


def _courses_due() -> set[int]:
    with transaction():
        return {context.id for context in courses_with_due_scores()}
