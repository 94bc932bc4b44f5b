"""Asking for scores: which are due, and how they stand for the page of staff."""

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnExpressionArgument, Select, func, or_, select
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
from lti_tool.programme.items import LONGEST_COLUMN, SLOT, tag_of
from lti_tool.programme.models import WHOLE, Activity, Grading, ParticipationEvent
from lti_tool.programme.queries import (
    grading_of,
    participation_rules,
    rules_in,
    standing_of,
    standings,
)
from lti_tool.programme.scoring import Rules, Standing, part
from lti_tool.web.config import config_dirs
from lti_tool.web.languages import chosen_language


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says of a student: how they stand in it, and whether the gradebook knows."""

    item: str
    """The key of the item whose own column it is; empty: all together."""
    standing: Standing
    state: str
    refusal: str | None = None
    theirs: tuple[float | None, float] | None = None
    """What a teacher's hand put in its place, of which maximum; None points for an empty cell."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One student on the page of staff: how they stand, and whether the gradebook knows.

    Of several columns the one that needs somebody most speaks for the student.
    """

    membership_id: int
    name: str
    standing: Standing
    state: str
    refusal: str | None
    theirs: tuple[float | None, float] | None = None
    """As in `Cell`, where there is but one column."""
    cells: tuple[Cell, ...] = ()
    """Where each kind has a column of its own: each that the student is asked for."""


def columns_by(rules: Rules) -> tuple[str, ...]:
    """The items that have a column each by these rules; one that is empty stands for them all."""
    return tuple(kind.key for kind in rules.kinds) if rules.is_apart else ("",)


def in_column(rules: Rules, standing: Standing, item: str) -> Standing | None:
    """How a member stands in the column of this item; None where such a column is not in use."""
    if item not in columns_by(rules):
        return None
    return part(rules, standing, item) if item else standing


def column_name(context_id: int, item: str = "") -> str:
    """What our column is called in a course, in the language of whoever had scores sent."""
    grading = grading_of(context_id)
    language = grading.language if grading and grading.sends_since else chosen_language()
    file = participation_rules()
    labels = {one.key: one.label(language) for one in file.items}
    if item not in labels:
        return file.column.speak(language)
    return file.column_each.speak(language).replace(SLOT, labels[item])[:LONGEST_COLUMN]


PAGE = 50
"""Students on one page."""
ORDER = {"failed": 0, "theirs": 1, "waiting": 2, "ready": 3, "idle": 4, "sent": 5}
"""Trouble first."""
SPEAKS = ("idle", "sent", "waiting", "theirs", "failed")
"""Of several columns the state that stands last here speaks for the student."""


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
    rules = rules_in([context.id])[context.id]
    members, outbox = learners_of(context.id), _outbox(context.id, rules)
    grading = grading_of(context.id)
    is_dry = grading is None or grading.sends_since is None
    standing = standings(members) if is_dry else {}
    speak = {key: rows[-1] for key, rows in outbox.items()}
    states = {one.id: _state(speak.get(one.id), standing.get(one.id)) for one in members}
    members.sort(key=lambda one: ORDER[states[one.id]])
    pages = max(1, math.ceil(len(members) / PAGE))
    page = min(max(page, 1), pages)
    shown = members[(page - 1) * PAGE : page * PAGE]
    standing = standing or standings(shown)
    rows = [_row(one, standing[one.id], outbox.get(one.id, []), rules) for one in shown]
    here = [row for one in members for row in outbox.get(one.id, ())]
    failed = (row.last_refusal or "refused" for row in here if row.state == "failed")
    return Overview(
        rows=tuple(replace(row, state=states[row.membership_id]) for row in rows),
        counts=Counter(states.values()),
        refusals=tuple(dict.fromkeys(failed)) if not is_dry else (),
        has_service=may_score(context.scopes),
        is_dry=is_dry,
        rules=rules,
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
    rules = rules_in([member.context_id])[member.context_id]
    rows = _outbox(member.context_id, rules, of=member.id).get(member.id, [])
    return _row(member, standing_of(member), rows, rules)


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


def due_scores(now: datetime) -> Select[int]:
    """The scores of a column, named outside, that may leave now."""
    due = select(OutboxScore.id).join(OutboxScore.membership).where(*may_leave(now))
    return due.where(OutboxScore.line_item_id == LineItem.id).correlate(LineItem)


def is_free(model: type[OutboxScore] | type[LineItem], now: datetime) -> Any:
    """Claimed by nobody, or by a worker that has been silent for too long."""
    return or_(model.claimed_until.is_(None), model.claimed_until <= now)


def courses_with_due_scores() -> list[Context]:
    """The courses that have scores to send, and may: staff have looked, the gradebook takes them.

    Asks each column for one score, so that ten thousand of one course cost no more than one.
    """
    items = select(LineItem.context_id).where(due_scores(utcnow()).exists())
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


def coupled_url(context_id: int, item: str = "") -> str | None:
    """The line item that the platform itself made for our link: the oldest link decides.

    A link to one activity has a column of its own, which is not the one of the whole.
    """
    single = select(Activity.key).where(Activity.kind != WHOLE)
    ours = select(Activity.key).where(Activity.kind == item)
    is_right = ResourceLink.activity.in_(ours) if item else ResourceLink.activity.not_in(single)
    query = select(ResourceLink.line_item_url).where(
        ResourceLink.context_id == context_id,
        ResourceLink.line_item_url.is_not(None),
        is_right,
    )
    return db.session.scalars(query.order_by(ResourceLink.id).limit(1)).one_or_none()


def _outbox(
    context_id: int, rules: Rules, *, of: int | None = None
) -> dict[int, list[OutboxScore]]:
    """The scores of each member in the columns that are in use; the last one speaks for them."""
    used = [tag_of(item) for item in columns_by(rules)]
    query = (
        select(OutboxScore)
        .join(OutboxScore.line_item)
        .options(contains_eager(OutboxScore.line_item))
    )
    query = query.where(LineItem.context_id == context_id, LineItem.tag.in_(used))
    if of is not None:
        query = query.where(OutboxScore.membership_id == of)
    found: dict[int, list[OutboxScore]] = {}
    for row in sorted(db.session.scalars(query), key=lambda row: SPEAKS.index(row.state)):
        found.setdefault(row.membership_id, []).append(row)
    return found


def _theirs(kept: OutboxScore) -> tuple[float | None, float] | None:
    if kept.state != "theirs":
        return None
    return kept.their_score, kept.their_maximum or kept.score_maximum


def _row(member: Membership, standing: Standing, kept: list[OutboxScore], rules: Rules) -> ScoreRow:
    speaks = kept[-1] if kept else None
    return ScoreRow(
        membership_id=member.id,
        name=member.user.shown_name,
        standing=standing,
        state=speaks.state if speaks else "idle",
        refusal=speaks.last_refusal if speaks else None,
        theirs=_theirs(speaks) if speaks and not rules.is_apart else None,
        cells=_cells(standing, kept, rules) if rules.is_apart else (),
    )


def _cells(standing: Standing, kept: list[OutboxScore], rules: Rules) -> tuple[Cell, ...]:
    rows = {row.line_item.item: row for row in kept}
    there = [line.item for line in standing.lines if line.asked or line.done]
    return tuple(_cell(item, part(rules, standing, item), rows.get(item)) for item in there)


def _cell(item: str, standing: Standing, row: OutboxScore | None) -> Cell:
    if row is None:
        return Cell(item, standing, "idle")
    return Cell(item, standing, row.state, row.last_refusal, _theirs(row))
