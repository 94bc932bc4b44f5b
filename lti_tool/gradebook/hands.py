"""A teacher's hand wins: what stands in a column is read back before we write over it.

Every function is part of the caller's transaction; reading itself is `lti.results`.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import and_, exists, or_, select, update

from lti_tool.courses.models import Membership, ResourceLink, User
from lti_tool.db import db, leave_work, utcnow
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import columns_by
from lti_tool.lti.results import Result
from lti_tool.lti.scores import later
from lti_tool.programme.items import tag_of
from lti_tool.programme.queries import rules_in
from lti_tool.programme.scoring import FORMATIVE

STAYS_TRUE = timedelta(minutes=2)
"""How long what was read is believed, and what we have sent: a run reads a column once at most."""
TOLERANCE = 0.011
"""Points: platforms rescale to the column and back, and round."""


def to_read(line_item_id: int) -> tuple[int, str] | None:
    """Course and address of a column that is to be read before more is sent; None where not.

    A column of ours in which nothing stands yet holds nobody's mark; one that the platform made
    may.
    """
    long_ago = utcnow() - STAYS_TRUE
    had = exists().where(OutboxScore.line_item_id == LineItem.id, OutboxScore.sent_at < long_ago)
    is_coupled = exists().where(
        and_(
            ResourceLink.context_id == LineItem.context_id,
            ResourceLink.line_item_url == LineItem.url,
        )
    )
    is_old = or_(LineItem.read_at.is_(None), LineItem.read_at < long_ago)
    query = select(LineItem.context_id, LineItem.url).where(LineItem.id == line_item_id, is_old)
    row = db.session.execute(query.where(LineItem.url.is_not(None), or_(had, is_coupled))).first()
    return (row.context_id, row.url or "") if row else None


def has_read(line_item_id: int, results: Mapping[str, Result]) -> None:
    """Keep what was read: whoever has another mark than ours is left alone from now on."""
    seen = update(LineItem).where(LineItem.id == line_item_id).values(read_at=utcnow())
    db.session.execute(seen.execution_options(synchronize_session=False))
    for row, subject in _rows(line_item_id):
        found = results.get(subject)
        if found is not None and not _is_ours(row, found):
            row.state, row.their_score, row.their_maximum = "theirs", found.score, found.maximum


def hand_back(context_id: int, membership_id: int, *, item: str = "") -> None:
    """Have a mark written by us again: what stands there is known now, and may be replaced.

    With the key of an `item` it is the mark in the column of that item. Where nothing is sent now,
    because there are no points or the column is in use no more, it stays as it is.
    """
    rules = rules_in([context_id])[context_id]
    is_sent_to = rules.model != FORMATIVE and item in columns_by(rules)
    query = (
        select(OutboxScore)
        .join(OutboxScore.line_item)
        .where(LineItem.context_id == context_id, LineItem.tag == tag_of(item))
        .where(OutboxScore.membership_id == membership_id)
        .where(OutboxScore.state == "theirs")
        .with_for_update(of=OutboxScore)
    )
    for row in db.session.scalars(query):
        row.sent_score, row.sent_maximum = row.their_score, row.their_maximum
        row.their_score = row.their_maximum = None
        row.state = "waiting" if is_sent_to else "sent"
        row.next_try_at, row.attempts = utcnow(), 0
        row.decided_at = later(row.decided_at)
    leave_work("sending")


def _rows(line_item_id: int) -> list[tuple[OutboxScore, str]]:
    """The scores of a column with the platform's ids, locked in the order of their numbers."""
    query = (
        select(OutboxScore, User.subject)
        .join(Membership, Membership.id == OutboxScore.membership_id)
        .join(User, User.id == Membership.user_id)
        .where(OutboxScore.line_item_id == line_item_id)
        .order_by(OutboxScore.id)
        .with_for_update(of=OutboxScore)
        .execution_options(populate_existing=True)
    )
    return [(row, subject or "") for row, subject in db.session.execute(query)]


def _is_ours(row: OutboxScore, found: Result) -> bool:
    """Whether a mark is what we sent last, or what may have arrived without our knowing.

    After several tries nobody can say which of them arrived: then it is taken for ours.
    """
    if row.state == "theirs":
        return False
    known = [(row.sent_score, row.sent_maximum)]
    if row.attempts:
        known.append((row.tried_score, row.tried_maximum))
    if row.sent_at is None:
        known.append((None, None))
    return row.attempts > 1 or any(_same(found, *one) for one in known)


def _same(found: Result, score: float | None, maximum: float | None) -> bool:
    if found.score is None or score is None:
        return found.score is None and score is None
    return abs(found.score / found.maximum * (maximum or 1.0) - score) <= TOLERANCE
