"""From lines of the ledger to scores in the outbox, for `actions`."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership
from lti_tool.db import db, insert_all_missing, leave_work, utcnow
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import columns_by, in_column
from lti_tool.gradebook.words import comment_for
from lti_tool.lti.scores import later
from lti_tool.programme.actions import keep_standings
from lti_tool.programme.items import tag_of
from lti_tool.programme.models import ParticipationEvent, Rescoring
from lti_tool.programme.queries import rules_in, standings
from lti_tool.programme.scoring import FORMATIVE, Rules, Standing
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
        rules = rules_in(member.context_id for member in members)
        rows, standing = _rows(members, rules), standings(members)
        for row, member in rows:
            in_it = in_column(rules[member.context_id], standing[member.id], row.line_item.item)
            _decide(row, in_it, member.user.language)
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


def _rows(
    members: list[Membership], rules: Mapping[int, Rules]
) -> list[tuple[OutboxScore, Membership]]:
    """The outbox rows of these members, made where missing, and locked until we commit.

    The lock comes before the standing is read: whoever waits for it reads a newer ledger.
    """
    tags = {key: [tag_of(item) for item in columns_by(one)] for key, one in rules.items()}
    wanted = [{"context_id": key, "tag": tag} for key in sorted(tags) for tag in tags[key]]
    insert_all_missing(LineItem, wanted)
    ours = select(LineItem).where(LineItem.context_id.in_(tags))
    items = {(item.context_id, item.tag): item.id for item in db.session.scalars(ours)}
    missing = [
        {"line_item_id": items[member.context_id, tag], "membership_id": member.id}
        for member in members
        for tag in tags[member.context_id]
    ]
    insert_all_missing(OutboxScore, missing)
    return _locked({member.id: member for member in members})


def _locked(members: Mapping[int, Membership]) -> list[tuple[OutboxScore, Membership]]:
    """Also those of columns that are in use no more: nothing leaves for them."""
    query = (
        select(OutboxScore)
        .where(OutboxScore.membership_id.in_(members))
        .order_by(OutboxScore.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [(row, members[row.membership_id]) for row in db.session.scalars(query)]


def _decide(row: OutboxScore, standing: Standing | None, language: str | None) -> None:
    """Keep a score that changed; a first one is never a zero, nor before anything is due.

    Without a standing the column is in use no more, and what stands there stays.
    """
    row.changes_at = _look_again(row, standing) if standing else None
    if standing is None or standing.model == FORMATIVE:
        row.state = row.state if row.state == "theirs" else "sent" if row.sent_at else "idle"
        return
    comment = comment_for(standing, language)
    score = (standing.given, standing.maximum, comment)
    is_kept = score == (row.score_given, row.score_maximum, row.comment)
    is_new = not is_kept or (row.state == "idle" and standing.is_sent)
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
