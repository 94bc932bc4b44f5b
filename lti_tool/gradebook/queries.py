"""Asking for scores: which are due, and how they stand for the page of staff."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnExpressionArgument, func, or_, select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Context, Membership, ResourceLink
from lti_tool.courses.queries import learners_of
from lti_tool.db import db, utcnow
from lti_tool.gradebook.models import Lane, LineItem, OutboxScore
from lti_tool.lti.grade_service import GradeService, may_score, scopes_to_ask
from lti_tool.lti.manners import manners_of
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import service
from lti_tool.programme import items
from lti_tool.programme.models import WHOLE, Activity, ParticipationEvent
from lti_tool.programme.queries import standing_of, standings
from lti_tool.programme.scoring import Standing
from lti_tool.web.config import config_dirs

TAG = items.TAG


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One student on the page of staff: how they stand, and whether the gradebook knows."""

    membership_id: int
    name: str
    standing: Standing
    state: str
    refusal: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The scores of a course, trouble first; `has_service` says whether any can be sent."""

    rows: tuple[ScoreRow, ...]
    has_service: bool
    last_sent_at: datetime | None

    @property
    def counts(self) -> Counter[str]:
        """How many students' scores are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why scores were refused for good: each reason once."""
        failed = (row.refusal or "refused" for row in self.rows if row.state == "failed")
        return tuple(dict.fromkeys(failed))


def overview(context: Context) -> Overview:
    """How the scores of everybody who takes part in a course stand."""
    members = learners_of(context.id)
    standing, outbox = standings(members), _outbox(context.id)
    rows = [_row(one, standing[one.id], outbox.get(one.id)) for one in members]
    order = {"failed": 0, "waiting": 1, "idle": 2, "sent": 3}
    sent = (row.sent_at for row in outbox.values() if row.sent_at)
    return Overview(
        rows=tuple(sorted(rows, key=lambda row: order[row.state])),
        has_service=may_score(context.scopes),
        last_sent_at=max(sent, default=None),
    )


def row_of(member: Membership) -> ScoreRow:
    """How the score of one member stands."""
    return _row(member, standing_of(member), _outbox(member.context_id).get(member.id))


def grade_service(context: Context) -> GradeService:
    """The gradebook service of a course, for calls outside any transaction."""
    platform = platform_of(context.deployment.registration)
    manners = manners_of(platform.product_family, config_dirs())
    asked = service(platform, scopes_to_ask(context.scopes))
    asked = replace(asked, renew_on=manners.expired_token)
    return GradeService(asked, manners, context.line_items_url)


def may_leave(now: datetime) -> tuple[ColumnExpressionArgument[bool], ...]:
    """What holds for a score that is due: of a learner still here, claimed by nobody."""
    return (
        OutboxScore.state == "waiting",
        OutboxScore.next_try_at <= now,
        is_free(OutboxScore, now),
        Membership.is_learner,
        Membership.left_at.is_(None),
    )


def is_free(model: type[OutboxScore] | type[LineItem], now: datetime) -> Any:
    """Claimed by nobody, or by a worker that has been silent for too long."""
    return or_(model.claimed_until.is_(None), model.claimed_until <= now)


def courses_with_due_scores() -> list[Context]:
    """The courses that have scores to send and a gradebook that takes them.

    Asks each column for one score, so that ten thousand of one course cost no more than one.
    """
    any_due = select(OutboxScore.id).join(OutboxScore.membership).where(*may_leave(utcnow()))
    items = select(LineItem.context_id).where(
        any_due.where(OutboxScore.line_item_id == LineItem.id).exists()
    )
    query = select(Context).join(Context.deployment).join(Deployment.registration)
    here = query.where(Deployment.is_active, Registration.is_active, Context.id.in_(items))
    options = contains_eager(Context.deployment).contains_eager(Deployment.registration)
    found = db.session.scalars(here.order_by(Context.id).options(options))
    return [context for context in found if may_score(context.scopes)]


def backlog() -> dict[str, float]:
    """What waits on its way to the gradebooks, by the names that operators watch."""
    waits = OutboxScore.state == "waiting"
    oldest = db.session.scalar(select(func.min(OutboxScore.decided_at)).where(waits)) or utcnow()
    resting = Lane.rests_until > utcnow()
    return {
        "lines_unsettled": _number(ParticipationEvent.id, ParticipationEvent.scored_at.is_(None)),
        "scores_waiting": _number(OutboxScore.id, waits),
        "scores_refused": _number(OutboxScore.id, OutboxScore.state == "failed"),
        # A score that follows another within a second is dated ahead.
        "oldest_score_seconds": max(0.0, (utcnow() - oldest).total_seconds()),
        "platforms_resting": _number(Lane.name, resting),
    }


def _number(column: Any, where: ColumnExpressionArgument[bool]) -> int:
    return db.session.scalar(select(func.count(column)).where(where)) or 0


def coupled_url(context_id: int) -> str | None:
    """The line item that the platform itself made for our link: the oldest link decides.

    A link to one activity has a column of its own, which is not the one of the whole.
    """
    single = select(Activity.key).where(Activity.kind != WHOLE)
    query = select(ResourceLink.line_item_url).where(
        ResourceLink.context_id == context_id,
        ResourceLink.line_item_url.is_not(None),
        ResourceLink.activity.not_in(single),
    )
    return db.session.scalars(query.order_by(ResourceLink.id).limit(1)).one_or_none()


def _outbox(context_id: int) -> dict[int, OutboxScore]:
    query = select(OutboxScore).join(OutboxScore.line_item).where(LineItem.context_id == context_id)
    return {row.membership_id: row for row in db.session.scalars(query)}


def _row(member: Membership, standing: Standing, kept: OutboxScore | None) -> ScoreRow:
    return ScoreRow(
        membership_id=member.id,
        name=member.user.shown_name,
        standing=standing,
        state=kept.state if kept else "idle",
        refusal=kept.last_refusal if kept else None,
    )
