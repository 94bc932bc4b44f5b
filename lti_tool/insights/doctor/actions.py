"""The doctor: tries out a registration and its deployments, and gathers what happened lately.

Reads only, unless asked to try a column. For the page of administrators and `peer-circles doctor`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select

from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db, utcnow
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.launch.models import Visit
from lti_tool.lti import probes
from lti_tool.lti.claims import (
    SCOPE_LINE_ITEM,
    SCOPE_MEMBERSHIPS,
    SCOPE_RESULT_READ,
    SCOPE_SCORE,
)
from lti_tool.lti.grade_service import GradeService, scopes_to_ask
from lti_tool.lti.manners import manners_of
from lti_tool.lti.memberships import SCOPES
from lti_tool.lti.probes import Finding, State
from lti_tool.platforms.keys import signing_key
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.platforms.queries import deployments_of, platform_of, refusals_of
from lti_tool.platforms.tokens import service
from lti_tool.roster.models import RosterRead
from lti_tool.web.config import config_dirs, public_url

KEYS_PATH = "/lti/jwks.json"
LATELY = timedelta(days=30)
EVERYDAY = {"LaunchStale", "LaunchUsed", "HintExpired", "NotSignedIn"}
"""Refusals that healthy platforms have too: a page reloaded, a session that has ended."""
ColumnProbe = Callable[[GradeService], Finding]


@dataclass(frozen=True)
class Checkup:
    """What was found at one registration, or one deployment of it; without either, at the tool."""

    registration: Registration | None
    deployment_id: str | None
    findings: tuple[Finding, ...]


def examine(
    registration: Registration,
    deployments: Iterable[Deployment],
    *,
    try_columns: ColumnProbe = probes.columns_readable,
) -> list[Checkup]:
    """Try out a registration, then each of these deployments of it with its newest course.

    Launches are refused before their deployment can be believed, so they are told only where all
    deployments are asked for: others may be other schools.
    """
    asked, refused = list(deployments), list[Finding]()
    if len(asked) == len(deployments_of(registration)):
        refused = list(_refused(registration))
    found = [Checkup(registration, None, (*_platform(registration), *refused))]
    for deployment in asked:
        findings = tuple(_deployment(registration, deployment, try_columns=try_columns))
        found.append(Checkup(registration, deployment.deployment_id, findings))
    return found


def _platform(registration: Registration) -> Iterator[Finding]:
    if not registration.is_active:
        yield Finding("waiting" if registration.is_waiting else "off", "fail")
    platform = platform_of(registration)
    yield probes.keys_readable(platform)
    yield probes.our_keys_readable(f"{public_url()}{KEYS_PATH}", _kid())
    yield probes.clock_agrees(platform)
    for scope in (SCOPE_MEMBERSHIPS, SCOPE_LINE_ITEM, SCOPE_SCORE):
        yield probes.scope_granted(platform, scope, sign_with=signing_key)
    results = probes.scope_granted(platform, SCOPE_RESULT_READ, sign_with=signing_key)
    yield replace(results, state="look") if results.state == "fail" else results
    if not deployments_of(registration):
        yield Finding("deployment", "look")


def _refused(registration: Registration) -> Iterator[Finding]:
    for one in refusals_of(registration, since=utcnow() - LATELY):
        state: State = "skip" if one.kind in EVERYDAY else "look"
        often = f"{one.kind}, {one.times} x, {one.last_at:%Y-%m-%d %H:%M} UTC"
        yield Finding("refused", state, often)


def _deployment(
    registration: Registration, deployment: Deployment, *, try_columns: ColumnProbe
) -> Iterator[Finding]:
    if not deployment.is_active:
        yield Finding("off", "fail")
    newest = select(Context).filter_by(deployment_id=deployment.id).order_by(Context.id.desc())
    context = db.session.scalars(newest.limit(1)).one_or_none()
    yield _last_launch(deployment)
    if context is None:
        return
    yield from _roster(registration, context)
    yield _columns(registration, context, try_columns=try_columns)
    yield from _lately(deployment)


def _roster(registration: Registration, context: Context) -> list[Finding]:
    if context.memberships_url is None:
        return [Finding("roster", "look"), _names(context)]
    asked = service(platform_of(registration), SCOPES)
    return probes.roster_readable(asked, context.memberships_url)


def _names(context: Context) -> Finding:
    """Whether people who came in have names, where no course list tells."""
    people = select(func.count(Membership.id)).filter_by(context_id=context.id)
    every = db.session.scalar(people) or 0
    named = db.session.scalar(people.join(Membership.user).where(User.name != "")) or 0
    return Finding("names", "done" if named == every else "look", f"{named}/{every}")


def _kid() -> str:
    kid, _ = signing_key()
    return kid


def _columns(registration: Registration, context: Context, *, try_columns: ColumnProbe) -> Finding:
    scopes = scopes_to_ask(context.scopes)
    if context.line_items_url is None or not scopes:
        return Finding("columns", "look")
    manners = manners_of(registration.product_family, config_dirs())
    asked = service(platform_of(registration), scopes)
    return try_columns(GradeService(asked, manners, context.line_items_url))


def _last_launch(deployment: Deployment) -> Finding:
    query = select(func.max(Visit.created_at)).join(Visit.membership).join(Membership.context)
    at = db.session.scalar(query.where(Context.deployment_id == deployment.id))
    return (
        Finding("launch", "done", f"{at:%Y-%m-%d %H:%M} UTC") if at else Finding("launch", "skip")
    )


def _lately(deployment: Deployment) -> Iterator[Finding]:
    """What went wrong lately: the last read of a course list, scores that were refused."""
    reads = select(RosterRead).join(Context, Context.id == RosterRead.context_id)
    reads = reads.where(Context.deployment_id == deployment.id).order_by(RosterRead.id.desc())
    last = db.session.scalars(reads.limit(1)).one_or_none()
    if last is not None and last.outcome != "complete":
        yield Finding("last-read", "look", f"{last.read_at:%Y-%m-%d %H:%M} UTC, {last.reason}")
    refused = select(func.count(OutboxScore.id)).join(OutboxScore.line_item).join(LineItem.context)
    refused = refused.where(Context.deployment_id == deployment.id, OutboxScore.state == "failed")
    if number := db.session.scalar(refused):
        yield Finding("scores", "fail", str(number))
