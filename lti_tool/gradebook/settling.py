"""From lines of the ledger to scores in the outbox, for `actions`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_missing, leave_work, utcnow
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import TAG
from lti_tool.gradebook.words import comment_for
from lti_tool.lti.scores import later
from lti_tool.programme.actions import keep_standings
from lti_tool.programme.models import ParticipationEvent, Rescoring
from lti_tool.programme.queries import standings
from lti_tool.programme.scoring import FORMATIVE, Standing
from lti_tool.web.transaction import transaction

RESTS = timedelta(days=90)
LINES = 500
"""Lines of the ledger in one transaction."""


def settle_some() -> int:
    """One transaction: take lines, work the scores out, keep what changed, mark the lines.

    Where no lines wait it takes members whose score is to be worked out again, because somebody
    said so or because something has become due.
    """
    with transaction():
        taken = _take_lines() or _take_rescorings() or _take_changing()
        members = _members(set(taken))
        rows, standing = _rows(members), standings(members)
        for member in members:
            _decide(rows[member.id], standing[member.id], member.user.language)
        keep_standings(standing)
        if taken:
            leave_work("sending")
    return len(taken)


def _take_lines() -> list[int]:
    """Mark lines of learners as scored and give back their members, one for each line."""
    lines = ParticipationEvent
    unscored = (
        select(lines.id)
        .join(lines.membership)
        .where(lines.scored_at.is_(None), Membership.is_learner)
        .order_by(lines.id)
        .limit(LINES)
        .with_for_update(skip_locked=True, of=lines)
    )
    taken = update(lines).where(lines.id.in_(unscored)).values(scored_at=utcnow())
    marked = taken.returning(lines.membership_id).execution_options(synchronize_session=False)
    return list(db.session.scalars(marked))


def _take_rescorings() -> list[int]:
    some = select(Rescoring.membership_id).order_by(Rescoring.membership_id).limit(LINES)
    taken = delete(Rescoring).where(
        Rescoring.membership_id.in_(some.with_for_update(skip_locked=True))
    )
    return list(db.session.scalars(taken.returning(Rescoring.membership_id)))


def _take_changing() -> list[int]:
    """Members of whom something has become due since their score was worked out."""
    some = (
        select(OutboxScore.id)
        .where(OutboxScore.changes_at <= utcnow())
        .order_by(OutboxScore.id)
        .limit(LINES)
        .with_for_update(skip_locked=True)
    )
    taken = update(OutboxScore).where(OutboxScore.id.in_(some)).values(changes_at=None)
    marked = taken.returning(OutboxScore.membership_id)
    return list(db.session.scalars(marked.execution_options(synchronize_session=False)))


def _members(ids: Iterable[int]) -> list[Membership]:
    query = select(Membership).where(Membership.id.in_(ids), Membership.is_learner)
    query = query.order_by(Membership.id)
    return list(db.session.scalars(query.options(joinedload(Membership.user))))


def _rows(members: list[Membership]) -> dict[int, OutboxScore]:
    """The outbox rows of these members, made where missing, and locked until we commit.

    The lock comes before the standing is read: whoever waits for it reads a newer ledger.
    """
    for context_id in sorted({member.context_id for member in members}):
        insert_missing(LineItem, context_id=context_id, tag=TAG)
    ours = select(LineItem).where(
        LineItem.context_id.in_({member.context_id for member in members}), LineItem.tag == TAG
    )
    line_items = {item.context_id: item.id for item in db.session.scalars(ours)}
    for member in members:
        insert_missing(
            OutboxScore, line_item_id=line_items[member.context_id], membership_id=member.id
        )
    query = (
        select(OutboxScore)
        .where(OutboxScore.membership_id.in_([member.id for member in members]))
        .where(OutboxScore.line_item_id.in_(line_items.values()))
        .order_by(OutboxScore.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.membership_id: row for row in db.session.scalars(query)}


def _decide(row: OutboxScore, standing: Standing, language: str | None) -> None:
    """Keep a score that changed; a first one is never a zero, nor before anything is due."""
    row.changes_at = _look_again(row, standing)
    if standing.model == FORMATIVE and row.state != "theirs":
        row.state = "sent" if row.sent_at else "idle"
        return
    comment = comment_for(standing, language)
    score = (standing.given, standing.maximum, comment)
    is_new = score != (row.score_given, row.score_maximum, row.comment)
    if not is_new or (row.decided_at is None and not standing.is_sent):
        return
    row.score_given, row.score_maximum, row.comment = score
    row.is_complete = standing.done == standing.due and standing.changes_at is None
    row.decided_at, row.next_try_at = later(row.decided_at), utcnow()
    row.attempts, row.last_refusal = min(row.attempts, 1), None
    row.state = row.state if row.state == "theirs" else _state(row, standing)


def _look_again(row: OutboxScore, standing: Standing) -> datetime | None:
    """When the next item is due, and once a day: somebody may have come, gone or been asked since.

    A score that has rested for long and waits for nothing is left in peace.
    """
    now = utcnow()
    tomorrow = now + timedelta(days=1)
    is_resting = row.decided_at < now - RESTS if row.decided_at else not standing.done
    if is_resting and standing.changes_at is None:
        return None
    return min(standing.changes_at or tomorrow, tomorrow)


def _state(row: OutboxScore, standing: Standing) -> str:
    """Waiting, unless the platform surely holds this very score, or none and there is none."""
    if row.attempts:
        return "waiting"
    if row.sent_at is None:
        return "waiting" if standing.is_sent else "idle"
    held = (row.sent_score, row.sent_maximum, row.sent_comment)
    return "sent" if held == (row.score_given, row.score_maximum, row.comment) else "waiting"
