"""The outbox of scores: taking rows to send and recording what became of them, for `actions`.

Every function here is one short transaction, and its first statement writes, so that on SQLite
too nobody acts on what somebody else is changing.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import PlatformBusy, PlatformNotNow, PlatformSaysNo, PlatformTrouble
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import due
from lti_tool.lti.manners import Manners
from lti_tool.lti.scores import SECOND, Score
from lti_tool.web.transaction import transaction

CLAIM = timedelta(minutes=10)
"""Longer than a batch takes; a dead worker's rows are free again after that."""
BATCH = 40
FIRST_PAUSE, LONGEST_PAUSE = 20.0, 6 * 3600.0
"""Seconds between tries: doubled each time, for days if need be."""
LONGEST_WISH = 3600.0
"""Seconds that a platform may ask us to wait."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A score that this worker has taken to send, and what its row said then."""

    row_id: int
    line_item_url: str
    score: Score
    comment: str
    tried_comment: str | None
    attempts: int


def take(context_id: int, manners: Manners) -> list[Parcel]:
    """Claim up to BATCH due scores of a course whose column is known."""
    mine = due().where(Context.id == context_id, LineItem.url.is_not(None))
    ids = (
        mine.with_only_columns(OutboxScore.id)
        .order_by(OutboxScore.next_try_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=OutboxScore)
    )
    claim = (
        update(OutboxScore)
        .where(OutboxScore.id.in_(ids))
        .values(claimed_until=utcnow() + CLAIM, attempts=OutboxScore.attempts + 1)
        .returning(OutboxScore.id)
        .execution_options(synchronize_session=False)
    )
    with transaction():
        claimed = db.session.scalars(claim).all()
        return [_pack(row, manners) for row in _loaded(claimed)]


def leaving(parcels: list[Parcel]) -> None:
    """Comments that pile up leave now: from here on nobody knows whether they have arrived."""
    with transaction():
        for parcel in parcels:
            row = update(OutboxScore).filter_by(id=parcel.row_id)
            tried = row.values(tried_comment=parcel.comment)
            db.session.execute(tried.execution_options(synchronize_session=False))


def delivered(parcel: Parcel, posted_at: datetime) -> None:
    """The platform has it, under this time; what was decided meanwhile goes on waiting."""

    def record(row: OutboxScore) -> None:
        is_latest = row.decided_at == parcel.score.decided_at
        row.state = "sent" if is_latest else "waiting"
        earliest = posted_at if is_latest else posted_at + SECOND
        row.decided_at = max(row.decided_at or earliest, earliest)
        row.sent_score, row.sent_maximum = parcel.score.given, parcel.score.maximum
        row.sent_comment, row.sent_at = parcel.comment, utcnow()
        row.attempts, row.tried_comment, row.last_refusal = 0, None, None

    _record(parcel, record)


def came_back(parcel: Parcel, trouble: PlatformTrouble, *, manners: Manners) -> None:
    """The platform does not have it, or may not: refused for good, or due again after a pause."""

    def record(row: OutboxScore) -> None:
        is_latest = row.decided_at == parcel.score.decided_at
        if isinstance(trouble, PlatformSaysNo | PlatformNotNow):
            row.tried_comment = parcel.tried_comment
        if isinstance(trouble, PlatformSaysNo):
            row.state = "failed" if is_latest else "waiting"
            row.last_refusal = manners.refusal(trouble.http_status)
        elif is_latest:
            row.next_try_at = utcnow() + pause(parcel.attempts, trouble)
            row.last_refusal = "busy"

    _record(parcel, record)


def put_back(parcel: Parcel) -> None:
    """It was not even tried; a little later, then."""

    def record(row: OutboxScore) -> None:
        row.attempts = parcel.attempts - 1
        row.next_try_at = utcnow() + pause(1, PlatformBusy())

    _record(parcel, record)


def pause(attempts: int, trouble: PlatformTrouble) -> timedelta:
    """How long to wait before another try: longer each time, never less than the platform asks."""
    seconds = min(FIRST_PAUSE * 2 ** min(attempts - 1, 30), LONGEST_PAUSE)
    wish = getattr(trouble, "retry_after", None) or 0.0
    return timedelta(seconds=max(random.uniform(seconds / 2, seconds), min(wish, LONGEST_WISH)))


def _record(parcel: Parcel, change: Callable[[OutboxScore], None]) -> None:
    free = update(OutboxScore).filter_by(id=parcel.row_id).values(claimed_until=None)
    with transaction():
        db.session.execute(free.execution_options(synchronize_session=False))
        for row in _loaded([parcel.row_id]):
            change(row)


def _loaded(ids: object) -> list[OutboxScore]:
    """These rows as they stand now, whatever the session remembers."""
    query = (
        select(OutboxScore)
        .where(OutboxScore.id.in_(ids))  # type: ignore[arg-type]
        .order_by(OutboxScore.id)
        .options(
            joinedload(OutboxScore.line_item),
            joinedload(OutboxScore.membership).joinedload(Membership.user),
        )
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def _pack(row: OutboxScore, manners: Manners) -> Parcel:
    """Read a claimed row; where comments pile up, one that may have arrived is not sent again."""
    known = (row.sent_comment, row.tried_comment)
    is_said = manners.comment == "when-changed" and row.comment in known
    return Parcel(
        row_id=row.id,
        line_item_url=row.line_item.url or "",
        score=Score(
            user_id=row.membership.user.subject,
            given=row.score_given,
            maximum=row.score_maximum,
            decided_at=row.decided_at or utcnow(),
            comment=None if is_said else row.comment,
            is_complete=row.is_complete,
        ),
        comment=row.comment,
        tried_comment=row.tried_comment,
        attempts=row.attempts,
    )
