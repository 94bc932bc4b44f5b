"""Asking about course lists: what was read last, and which ones are due."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Context, Membership
from lti_tool.courses.queries import context_of
from lti_tool.db import db, utcnow
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.roster.models import COMPLETE, RosterPlan, RosterRead
from lti_tool.roster.words import REASONS

ON_A_PAGE = 50
"""People of one page."""


@dataclass(frozen=True)
class People:
    """A page of everybody whom a course has known, who came or went last first; 1 is the first."""

    rows: tuple[Membership, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True)
class RosterStatus:
    """How the course list stands, for a line on any staff page.

    `state` is `absent` (the platform gives no list), `waits` (a read is due or under way),
    `complete`, `failed` or `suspicious`; `sentence` says in English, for the catalogues, what
    is wrong and what to do, and is empty when nothing is. `last_complete_at` is when who is in
    the course was last known for sure.
    """

    state: str
    sentence: str
    last: RosterRead | None
    last_complete_at: datetime | None


def status(context_id: int) -> RosterStatus:
    """How the course list of a context stands; raises NotHere."""
    last, complete = last_read(context_id), last_read(context_id, outcome=COMPLETE)
    plan = db.session.get(RosterPlan, context_id)
    is_wanted = last is None or (plan is not None and plan.wanted_at is not None)
    has_list = context_of(context_id).memberships_url is not None
    state = "waits" if is_wanted or last is None else last.outcome
    reason = last.reason if last else ""
    return RosterStatus(
        state=state if has_list else "absent",
        sentence=REASONS.get(reason, "") if has_list else REASONS["absent"],
        last=last,
        last_complete_at=complete.read_at if complete else None,
    )


def people_of(context_id: int, *, page: int) -> People:
    """One page of the people of a course; beyond the last one stands the last."""
    ours = Membership.context_id == context_id
    total = db.session.scalar(select(func.count(Membership.id)).where(ours)) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(page, 1), pages)
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(ours)
        .order_by(func.coalesce(Membership.left_at, Membership.joined_at).desc(), Membership.id)
        .limit(ON_A_PAGE)
        .offset((number - 1) * ON_A_PAGE)
    )
    return People(tuple(db.session.scalars(query)), number, pages, total)


def last_read(context_id: int, **wanted: str) -> RosterRead | None:
    """The newest read of a course list; `outcome` asks for the newest with that outcome."""
    query = select(RosterRead).filter_by(context_id=context_id, **wanted)
    return db.session.scalars(query.order_by(RosterRead.id.desc()).limit(1)).one_or_none()


def due_contexts(most: int = 500) -> list[int]:
    """Our numbers of contexts whose list is due, the longest waiting first."""
    return [context_id for _, context_id in _due(most)]


def due_by_platform(most: int = 500) -> dict[int, list[int]]:
    """The same by registration."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for registration_id, context_id in _due(most):
        found[registration_id].append(context_id)
    return found


def _due(most: int) -> list[tuple[int, int]]:
    query = (
        select(Registration.id, Context.id)
        .select_from(Context)
        .outerjoin(RosterPlan, RosterPlan.context_id == Context.id)
        .join(Deployment, Deployment.id == Context.deployment_id)
        .join(Registration, Registration.id == Deployment.registration_id)
        .where(Context.memberships_url.is_not(None), _is_due())
        .where(Deployment.is_active, Registration.is_active)
        .order_by(RosterPlan.next_at.asc().nulls_first(), Context.id)
    )
    return [(one, other) for one, other in db.session.execute(query.limit(most))]


def contexts_with_list() -> list[int]:
    """Our numbers of all contexts that have a course list."""
    query = select(Context.id).where(Context.memberships_url.is_not(None))
    return list(db.session.scalars(query.order_by(Context.id)))


def _is_due() -> ColumnElement[bool]:
    return or_(RosterPlan.context_id.is_(None), RosterPlan.next_at <= utcnow())
