"""Keeping what a launch says about a course and its people; nothing is written that stands."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select, update

from lti_tool.courses.awaited import meet
from lti_tool.courses.copies import WAITING, recognise
from lti_tool.courses.known import context_values, person_values
from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.courses.record import ids_told, keep_belonging
from lti_tool.db import db, insert_missing, leave_work
from lti_tool.lti.launches import Launch, LaunchContext, LaunchLink
from lti_tool.platforms.models import Registration

Row = TypeVar("Row")


@dataclass(frozen=True)
class Arrival:
    """Who came in where, after a launch was recorded: our own numbers."""

    membership_id: int
    link_id: int | None
    is_learner: bool
    is_copy: bool = False
    """Whether the course is a copy that waits for what its staff say."""


def record_launch(launch: Launch, context: LaunchContext, link: LaunchLink | None) -> Arrival:
    """Record context, user and membership of a launch, and its resource link if it has one.

    Inserts what is missing and sets what differs; may run beside others of the same person.
    """
    _insert_missing(launch, context)
    _record_family(launch)
    kept_context, user, membership = _kept(launch, context)
    _set(kept_context, **context_values(context))
    recognise(kept_context, context.history, of_link=link.history if link else ())
    link_id = _record_link(kept_context.id, link) if link else None
    _set(user, **person_values(launch.person))
    told = ids_told(launch.person.belonging)
    _set(membership, launch_roles=list(launch.roles.names), left_at=None, **told)
    membership.settle_roles()
    keep_belonging(kept_context.id, launch.person.belonging)
    db.session.flush()
    is_copy = kept_context.copy_state == WAITING
    return Arrival(membership.id, link_id, is_learner=membership.is_learner, is_copy=is_copy)


def _record_link(context_id: int, link: LaunchLink) -> int:
    ours = {"context_id": context_id, "resource_link_id": link.resource_link_id}
    insert_missing(ResourceLink, **ours)
    kept = _one(ResourceLink, **ours)
    _set(kept, title=link.title, line_item_url=link.line_item_url, activity=link.activity)
    return kept.id


def choose_language(user: User, language: str) -> None:
    """Remember in which language a person wants to read."""
    user.language = language


def _kept(launch: Launch, context: LaunchContext) -> tuple[Context, User, Membership]:
    kept_context = _one(Context, deployment_id=launch.deployment_key, context_id=context.context_id)
    user = _one(User, registration_id=launch.platform.key, subject=launch.person.subject)
    return kept_context, user, _one(Membership, context_id=kept_context.id, user_id=user.id)


def _record_family(launch: Launch) -> None:
    """Which product a platform says it is; its manners with rosters and scores follow from it."""
    if launch.product_family in ("", launch.platform.product_family):
        return
    ours = update(Registration).filter_by(id=launch.platform.key)
    db.session.execute(ours.values(product_family=launch.product_family))


def _insert_missing(launch: Launch, context: LaunchContext) -> None:
    """Insert what is not there; people who arrive at the same moment do not disturb each other."""
    course = {"deployment_id": launch.deployment_key, "context_id": context.context_id}
    person = {"registration_id": launch.platform.key, "subject": launch.person.subject}
    insert_missing(Context, **course)
    here = _one(Context, **course)
    if launch.roles.is_learner:
        meet(here.id, launch.person.subject, sourced_id=launch.person.sourced_id)
    insert_missing(User, **person)
    who = _one(User, **person)
    insert_missing(Membership, context_id=here.id, user_id=who.id)
    leave_work("roster")


def _one(model: type[Row], **values: Any) -> Row:
    return db.session.scalars(select(model).filter_by(**values)).one()


def _set(row: Any, **values: Any) -> None:
    """Set what differs; a row that says the same already stays untouched."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
