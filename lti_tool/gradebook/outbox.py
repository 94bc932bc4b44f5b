"""The outbox of scores: taking rows to send and recording what became of them, for `sending`.

Every function here is part of the caller's short transaction, and its first statement writes, so
that on SQLite too nobody acts on what somebody else is changing. Rows are locked in the order of
their numbers, as `settling` does it.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from lti_tool.courses.models import Membership, User
from lti_tool.db import db, utcnow
from lti_tool.errors import PlatformNotNow, PlatformSaysNo, PlatformTrouble
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import may_leave
from lti_tool.lti.manners import Manners
from lti_tool.lti.scores import SECOND, Score

CLAIM = timedelta(minutes=5)
"""Longer than a few scores take; whoever takes a dead run's lane frees its rows before that."""
FIRST_PAUSE, LONGEST_PAUSE = 20.0, 6 * 3600.0
"""Seconds between tries of one score: doubled each time, for days if need be."""
LONGEST_WISH = 3600.0
"""Seconds that a platform may ask us to wait."""

COLUMNS = (
    OutboxScore.id, LineItem.context_id, LineItem.url, User.subject,
    OutboxScore.score_given, OutboxScore.score_maximum, OutboxScore.comment,
    OutboxScore.is_complete, OutboxScore.decided_at, OutboxScore.attempts,
    OutboxScore.tried_comment, OutboxScore.sent_comment,
)  # fmt: skip

Outcome = datetime | PlatformTrouble | None
"""The time under which the platform holds a score, what went wrong, or None: not tried."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A score that this worker has taken to send, and what its row said then."""

    row_id: int
    context_id: int
    line_item_url: str
    score: Score
    comment: str
    tried_comment: str | None
    attempts: int
    manners: Manners

    def __str__(self) -> str:
        """For the log: names nobody."""
        return f"score {self.row_id}"

    @property
    def says_something_new(self) -> bool:
        """Whether it brings a comment to a platform where comments pile up."""
        return self.manners.comment == "when-changed" and self.score.comment is not None


def take(line_item_id: int, manners: Manners, *, most: int) -> list[Parcel]:
    """Claim up to `most` due scores of a column, the oldest first."""
    now = utcnow()
    ids = (
        select(OutboxScore.id)
        .join(OutboxScore.membership)
        .where(OutboxScore.line_item_id == line_item_id, *may_leave(now))
        .order_by(OutboxScore.next_try_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=OutboxScore)
    )
    claim = (
        update(OutboxScore)
        .where(OutboxScore.id.in_(ids))
        .values(
            claimed_until=now + CLAIM,
            attempts=OutboxScore.attempts + 1,
            tried_score=OutboxScore.score_given,
            tried_maximum=OutboxScore.score_maximum,
        )
        .returning(OutboxScore.id)
    )
    claimed = db.session.scalars(_unsynchronised(claim)).all()
    return _packed(claimed, manners) if claimed else []


def leaving(errands: Iterable[object]) -> None:
    """Comments that pile up leave now: from here on nobody knows whether they have arrived."""
    said = [
        {"id": one.row_id, "tried_comment": one.comment}
        for one in errands
        if isinstance(one, Parcel) and one.says_something_new
    ]
    if said:
        db.session.execute(update(OutboxScore), said)


def record(landed: Sequence[tuple[Parcel, Outcome]]) -> None:
    """Keep what became of these parcels; what was decided meanwhile goes on waiting."""
    rows = _freed([parcel.row_id for parcel, _ in landed])
    for parcel, outcome in landed:
        row = rows.get(parcel.row_id)
        if row is not None:
            _note(row, parcel, outcome=outcome)


def free_claims(context_ids: Sequence[int]) -> None:
    """Whoever held these courses' scores is dead: they are due again."""
    items = select(LineItem.id).where(LineItem.context_id.in_(context_ids))
    held = (
        select(OutboxScore.id)
        .where(
            OutboxScore.state == "waiting",
            OutboxScore.line_item_id.in_(items),
            OutboxScore.claimed_until.is_not(None),
        )
        .order_by(OutboxScore.id)
    )
    free = update(OutboxScore).where(OutboxScore.id.in_(held.with_for_update()))
    db.session.execute(_unsynchronised(free.values(claimed_until=None)))


def pause(attempts: int, trouble: PlatformTrouble) -> timedelta:
    """How long to wait before another try: longer each time, never less than the platform asks."""
    seconds = min(FIRST_PAUSE * 2 ** min(attempts - 1, 30), LONGEST_PAUSE)
    wish = getattr(trouble, "retry_after", None) or 0.0
    return timedelta(seconds=max(random.uniform(seconds / 2, seconds), min(wish, LONGEST_WISH)))


def _note(row: OutboxScore, parcel: Parcel, *, outcome: Outcome) -> None:
    if isinstance(outcome, datetime):
        _delivered(row, parcel, posted_at=outcome)
    elif outcome is None:
        row.attempts, row.tried_comment = parcel.attempts - 1, parcel.tried_comment
    else:
        _came_back(row, parcel, trouble=outcome)


def _delivered(row: OutboxScore, parcel: Parcel, *, posted_at: datetime) -> None:
    """The platform has it, under this time."""
    is_latest = row.decided_at == parcel.score.decided_at
    row.state = "sent" if is_latest else "waiting"
    earliest = posted_at if is_latest else posted_at + SECOND
    row.decided_at = max(row.decided_at or earliest, earliest)
    row.sent_score, row.sent_maximum = parcel.score.given, parcel.score.maximum
    row.sent_comment, row.sent_at = parcel.comment, utcnow()
    row.attempts, row.tried_comment, row.last_refusal = 0, None, None


def _came_back(row: OutboxScore, parcel: Parcel, *, trouble: PlatformTrouble) -> None:
    """The platform does not have it, or may not: refused for good, or due again after a pause."""
    is_latest = row.decided_at == parcel.score.decided_at
    if isinstance(trouble, PlatformSaysNo | PlatformNotNow):
        row.tried_comment = parcel.tried_comment
    if isinstance(trouble, PlatformSaysNo):
        row.state = "failed" if is_latest else "waiting"
        row.last_refusal = parcel.manners.refusal(trouble.http_status)
    elif is_latest:
        row.next_try_at = utcnow() + pause(parcel.attempts, trouble)
        row.last_refusal = "busy"


def _freed(ids: Sequence[int]) -> dict[int, OutboxScore]:
    """These rows as they stand now, locked, whatever the session remembers."""
    ours = select(OutboxScore.id).where(OutboxScore.id.in_(ids)).order_by(OutboxScore.id)
    free = update(OutboxScore).where(OutboxScore.id.in_(ours.with_for_update()))
    db.session.execute(_unsynchronised(free.values(claimed_until=None)))
    query = select(OutboxScore).where(OutboxScore.id.in_(ids))
    fresh = query.execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(fresh)}


def _unsynchronised(statement: Any) -> Any:
    """The session need not guess which of its objects a statement changes."""
    return statement.execution_options(synchronize_session=False)


def _packed(ids: Sequence[int], manners: Manners) -> list[Parcel]:
    query = (
        select(*COLUMNS)
        .join(OutboxScore.line_item)
        .join(OutboxScore.membership)
        .join(Membership.user)
        .where(OutboxScore.id.in_(ids))
        .order_by(OutboxScore.next_try_at, OutboxScore.id)
    )
    return [_pack(row, manners) for row in db.session.execute(query)]


def _pack(row: Any, manners: Manners) -> Parcel:
    """Read a claimed row; where comments pile up, one that may have arrived is not sent again."""
    known = (row.sent_comment, row.tried_comment)
    is_said = manners.comment == "when-changed" and row.comment in known
    return Parcel(
        row_id=row.id,
        context_id=row.context_id,
        line_item_url=row.url or "",
        score=Score(
            user_id=row.subject,
            given=row.score_given,
            maximum=row.score_maximum,
            decided_at=row.decided_at or utcnow(),
            comment=None if is_said else row.comment,
            is_complete=row.is_complete,
        ),
        comment=row.comment,
        tried_comment=row.tried_comment,
        attempts=row.attempts,
        manners=manners,
    )
