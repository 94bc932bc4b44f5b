"""Reading a course list and keeping what it says; asking for a read.

A read is two short transactions with the call to the platform between them, never inside one.
It may run twice, and in many workers at once.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from lti_tool.courses.models import Context
from lti_tool.courses.queries import context_of
from lti_tool.db import db, insert_missing, leave_work, utcnow
from lti_tool.errors import NotHere, PlatformTrouble
from lti_tool.lti import course_groups
from lti_tool.lti.course_groups import CourseGroup, GroupsService, read_groups
from lti_tool.lti.memberships import SCOPES, Roster, read_members
from lti_tool.lti.platform import Platform
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import service
from lti_tool.roster.changes import Changes, compare
from lti_tool.roster.models import COMPLETE, FAILED, SUSPICIOUS, RosterPlan, RosterRead
from lti_tool.roster.queries import due_by_platform, last_read
from lti_tool.roster.record import known_members, meet_awaited, write, write_groups
from lti_tool.roster.words import reason_of
from lti_tool.web.transaction import transaction

log = logging.getLogger(__name__)

CHAINS = 2
"""Lists of one platform that are read at a time."""
Over = Callable[[Callable[[list[int]], int], Iterable[list[int]]], Iterable[int]]

EVERY = timedelta(hours=12)
"""How old a complete read may be before the next one is due."""
WHOLE_EVERY = timedelta(days=7)
"""How long differences are followed before the whole list is read again."""
FIRST_PAUSE = timedelta(minutes=5)
"""After a read that failed; doubled each time, up to EVERY."""
CLAIM = timedelta(minutes=15)
"""Longer than a read takes; the courses of a dead worker are due again after that."""


@dataclass(frozen=True)
class Target:
    """A course list to read, free of any transaction; `asked_at` is taken just before."""

    context_id: int
    registration_id: int
    memberships_url: str
    groups: GroupsService | None
    platform: Platform
    asked_at: datetime
    is_whole: bool = True
    """Whether all of the list is to be read, and not what has changed in it."""


def sync(context_id: int) -> RosterRead:
    """Read a course list now, and record what it changes; a failure changes nothing.

    Where the platform tells differences they are asked for, and the whole list when they are of no
    use. Ends the transaction that is open. Raises NotHere when there is no such context, or the
    platform gives no list for it.
    """
    target = _target(context_id)
    url = _differences_url(target)
    db.session.commit()
    if url:
        read = _read(replace(target, memberships_url=url, is_whole=False))
        if read.outcome == COMPLETE or read.reason == "busy":
            return read
        log.info("context %s: differences are of no use, the whole list is read", context_id)
    return _read(target)


def _read(target: Target) -> RosterRead:
    try:
        roster = read_members(service(target.platform, SCOPES), target.memberships_url)
    except PlatformTrouble as trouble:
        log.warning("course list of context %s: %s", target.context_id, trouble.reason)
        return _failed(target, reason_of(trouble))
    if not roster.is_complete:
        return _failed(target, "partial")
    return _apply(target, roster, _groups(target))


def _differences_url(target: Target) -> str | None:
    """Where to ask what has changed; None when nobody tells, or all of it is wanted or due."""
    plan = db.session.get(RosterPlan, target.context_id)
    if plan is None or plan.wanted_at or plan.whole_at is None:
        return None
    return plan.differences_url if utcnow() - plan.whole_at < WHOLE_EVERY else None


def sync_due(over: Over = map) -> int:
    """Read the course lists that are due; gives the number of reads.

    `over` maps a function over chains of courses, as `map` does; the worker's does it side by side.
    A platform has CHAINS of them, and the courses of a chain are read one after the other.
    """
    with transaction():
        due = due_by_platform()
    chains = [found[n::CHAINS] for found in due.values() for n in range(CHAINS)]
    return sum(over(_sync_chain, filter(None, chains)))


def _sync_chain(context_ids: list[int]) -> int:
    return sum(_sync_claimed(context_id) for context_id in context_ids)


def want(context_id: int) -> None:
    """Staff want the list read again: soon, and also when this process dies now."""
    _ask(context_id, next_at=utcnow(), wanted_at=utcnow())


def confirm_shrinking(context_id: int) -> None:
    """Staff say that the many who vanished really left: read again, and believe it once."""
    _ask(context_id, next_at=utcnow(), wanted_at=utcnow(), is_shrinking_confirmed=True)


def _groups(target: Target) -> tuple[CourseGroup, ...] | None:
    """The course's groups; None where the platform lists none, or cannot just now."""
    if target.groups is None:
        return None
    try:
        return read_groups(service(target.platform, course_groups.SCOPES), target.groups)
    except PlatformTrouble as trouble:
        log.warning("groups of context %s: %s", target.context_id, trouble.reason)
        return None


def _ask(context_id: int, **values: Any) -> None:
    insert_missing(RosterPlan, context_id=context_id)
    db.session.execute(update(RosterPlan).filter_by(context_id=context_id).values(**values))
    leave_work("roster")


def _sync_claimed(context_id: int) -> int:
    """Read a list unless another worker just took it; one course never stops the others."""
    if not _claim(context_id):
        return 0
    try:
        sync(context_id)
    except Exception as error:
        db.session.rollback()
        log.error("course list of context %s: %s", context_id, type(error).__name__)
        log.debug("course list of context %s", context_id, exc_info=error)
    return 1


def _claim(context_id: int) -> bool:
    now = utcnow()
    due = update(RosterPlan).where(
        RosterPlan.context_id == context_id, RosterPlan.next_at <= utcnow()
    )
    with transaction():
        insert_missing(RosterPlan, context_id=context_id, next_at=now)
        taken = due.values(next_at=now + CLAIM).returning(RosterPlan.context_id)
        return db.session.execute(taken).first() is not None


def _target(context_id: int) -> Target:
    context = context_of(context_id)
    if context.memberships_url is None:
        raise NotHere("the platform gives no course list for this context")
    registration = context.deployment.registration
    return Target(
        context_id=context.id,
        registration_id=registration.id,
        memberships_url=context.memberships_url,
        groups=_groups_service(context),
        platform=platform_of(registration),
        asked_at=utcnow(),
    )


def _groups_service(context: Context) -> GroupsService | None:
    url = context.groups_url
    return GroupsService(url, context.group_sets_url) if url else None


def _apply(target: Target, roster: Roster, groups: tuple[CourseGroup, ...] | None) -> RosterRead:
    """Write what a whole list changes, unless it is not to be believed or a newer one came."""
    with transaction():
        plan = _locked_plan(target)
        newest = last_read(target.context_id, outcome=COMPLETE)
        if newest and newest.read_at > target.asked_at:
            return newest
        changes = _changes(target, roster)
        if _is_doubted(changes, plan):
            _plan_after_trouble(plan, target)
            plan.missing = [str(one.membership_id) for one in changes.left]
            return _kept(target, outcome=SUSPICIOUS, reason=changes.doubt, **_counts(changes))
        if meet_awaited(target.context_id, roster, asked_at=target.asked_at):
            changes = _changes(target, roster)
        write(target.context_id, target.registration_id, changes)
        if target.is_whole:
            write_groups(target.context_id, roster, groups)
        _plan_next(plan, target, pause=EVERY)
        plan.failures, plan.is_shrinking_confirmed, plan.missing = 0, False, []
        plan.differences_url = roster.differences_url or None
        if target.is_whole:
            plan.whole_at = target.asked_at
        return _kept(target, outcome=COMPLETE, members=changes.members, **_counts(changes))


def _is_doubted(changes: Changes, plan: RosterPlan) -> bool:
    """Nobody can confirm an empty list; staff confirm any other, and the next list many at once."""
    if changes.doubt == "many" and changes.is_confirmed_by(plan.missing):
        return False
    return changes.doubt == "empty" or bool(changes.doubt and not plan.is_shrinking_confirmed)


def _changes(target: Target, roster: Roster) -> Changes:
    known = known_members(target.context_id, asked_at=target.asked_at)
    return compare(known, roster, is_whole=target.is_whole)


def _failed(target: Target, reason: str) -> RosterRead:
    with transaction():
        plan = _locked_plan(target)
        _plan_after_trouble(plan, target)
        if reason != "busy":
            plan.differences_url = None
        return _kept(target, outcome=FAILED, reason=reason)


def _locked_plan(target: Target) -> RosterPlan:
    """The plan of a course; whoever holds it is alone with this course until the commit."""
    insert_missing(RosterPlan, context_id=target.context_id)
    return db.session.get_one(RosterPlan, target.context_id, with_for_update=True)


def _plan_after_trouble(plan: RosterPlan, target: Target) -> None:
    _plan_next(plan, target, pause=min(FIRST_PAUSE * 2 ** min(plan.failures, 10), EVERY))
    plan.failures += 1


def _plan_next(plan: RosterPlan, target: Target, *, pause: timedelta) -> None:
    """The next read; who asked for one while this one was under way gets another."""
    if plan.wanted_at and plan.wanted_at > target.asked_at:
        plan.next_at = utcnow()
    else:
        plan.next_at, plan.wanted_at = utcnow() + pause, None


def _counts(changes: Changes) -> dict[str, int]:
    names = ("joined", "returned", "renamed", "left")
    return {name: len(getattr(changes, name)) for name in names}


def _kept(target: Target, **values: Any) -> RosterRead:
    row = RosterRead(context_id=target.context_id, read_at=target.asked_at, **values)
    db.session.add(row)
    db.session.flush()
    return row
