"""Asking for scores: which are due, and how they stand for the page of staff."""

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnExpressionArgument, func, or_, select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.courses.queries import learners_of
from lti_tool.db import db, utcnow
from lti_tool.gradebook.models import Lane, LineItem, OutboxScore
from lti_tool.lti.grade_service import GradeService, may_score, scopes_to_ask
from lti_tool.lti.manners import manners_of
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import service
from lti_tool.programme import items
from lti_tool.programme.models import WHOLE, Activity, Grading, ParticipationEvent
from lti_tool.programme.queries import (
    grading_of,
    participation_rules,
    rules_in,
    standing_of,
    standings,
)
from lti_tool.programme.scoring import Rules, Standing
from lti_tool.web.config import config_dirs
from lti_tool.web.languages import chosen_language

TAG = items.TAG


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One student on the page of staff: how they stand, and whether the gradebook knows."""

    membership_id: int
    name: str
    standing: Standing
    state: str
    refusal: str | None
    theirs: tuple[float | None, float] | None = None
    """What a teacher's hand put in its place, of which maximum; None points for an empty cell."""


def column_name(context_id: int) -> str:
    """What our column is called in a course, in the language of whoever had scores sent."""
    grading = grading_of(context_id)
    language = grading.language if grading and grading.sends_since else chosen_language()
    return participation_rules().column.speak(language)


PAGE = 50
"""Students on one page."""
ORDER = {"failed": 0, "theirs": 1, "waiting": 2, "ready": 3, "idle": 4, "sent": 5}
"""Trouble first."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The scores of a course, one page of them; `has_service` says whether any can be sent.

    Before staff have looked at the dry run (`is_dry`) nothing is sent, and scores are `ready`.
    """

    rows: tuple[ScoreRow, ...]
    counts: Counter[str]
    """How many students' scores are in each state."""
    refusals: tuple[str, ...]
    """Why scores were refused for good: each reason once."""
    has_service: bool
    is_dry: bool
    rules: Rules
    last_sent_at: datetime | None
    page: int
    pages: int


def overview(context: Context, *, page: int = 1) -> Overview:
    """How the scores of everybody who takes part in a course stand."""
    members, outbox = learners_of(context.id), _outbox(context.id)
    grading = grading_of(context.id)
    is_dry = grading is None or grading.sends_since is None
    standing = standings(members) if is_dry else {}
    states = {one.id: _state(outbox.get(one.id), standing.get(one.id)) for one in members}
    members.sort(key=lambda one: ORDER[states[one.id]])
    pages = max(1, math.ceil(len(members) / PAGE))
    page = min(max(page, 1), pages)
    shown = members[(page - 1) * PAGE : page * PAGE]
    standing = standing or standings(shown)
    rows = [_row(one, standing[one.id], outbox.get(one.id)) for one in shown]
    here = [outbox[one.id] for one in members if one.id in outbox]
    failed = (row.last_refusal or "refused" for row in here if row.state == "failed")
    return Overview(
        rows=tuple(replace(row, state=states[row.membership_id]) for row in rows),
        counts=Counter(states.values()),
        refusals=tuple(dict.fromkeys(failed)) if not is_dry else (),
        has_service=may_score(context.scopes),
        is_dry=is_dry,
        rules=rules_in([context.id])[context.id],
        last_sent_at=max((row.sent_at for row in here if row.sent_at), default=None),
        page=page,
        pages=pages,
    )


def _state(kept: OutboxScore | None, standing: Standing | None) -> str:
    """In a dry run, where there is a standing: whether there is something to send."""
    if standing is not None:
        return "ready" if standing.is_sent else "idle"
    return kept.state if kept else "idle"


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
    """What holds for a due score: of a learner who is here and named, claimed by nobody."""
    return (
        OutboxScore.state == "waiting",
        OutboxScore.next_try_at <= now,
        is_free(OutboxScore, now),
        Membership.is_learner,
        Membership.left_at.is_(None),
        Membership.user.has(User.subject.is_not(None)),
    )


def is_free(model: type[OutboxScore] | type[LineItem], now: datetime) -> Any:
    """Claimed by nobody, or by a worker that has been silent for too long."""
    return or_(model.claimed_until.is_(None), model.claimed_until <= now)


def courses_with_due_scores() -> list[Context]:
    """The courses that have scores to send, and may: staff have looked, the gradebook takes them.

    Asks each column for one score, so that ten thousand of one course cost no more than one.
    """
    any_due = select(OutboxScore.id).join(OutboxScore.membership).where(*may_leave(utcnow()))
    items = select(LineItem.context_id).where(
        any_due.where(OutboxScore.line_item_id == LineItem.id).exists()
    )
    query = select(Context).join(Context.deployment).join(Deployment.registration)
    looked_at = select(Grading.context_id).where(Grading.sends_since.is_not(None))
    here = query.where(Deployment.is_active, Registration.is_active, Context.id.in_(items))
    here = here.where(Context.id.in_(looked_at))
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


def _theirs(kept: OutboxScore) -> tuple[float | None, float] | None:
    if kept.state != "theirs":
        return None
    return kept.their_score, kept.their_maximum or kept.score_maximum


def _row(member: Membership, standing: Standing, kept: OutboxScore | None) -> ScoreRow:
    return ScoreRow(
        membership_id=member.id,
        name=member.user.shown_name,
        standing=standing,
        state=kept.state if kept else "idle",
        refusal=kept.last_refusal if kept else None,
        theirs=_theirs(kept) if kept else None,
    )
