"""Keeping what a launch says about a course and its people; nothing is written that stands."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select, update

from lti_tool.courses.copies import WAITING, recognise
from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.courses.record import ids_told, keep_belonging
from lti_tool.db import db, insert_missing, leave_work
from lti_tool.lti.launches import Launch, LaunchContext, LaunchLink, LaunchPerson
from lti_tool.platforms.models import Registration

Row = TypeVar("Row")

WARM = (
    select(
        Context.label, Context.title, Context.memberships_url, Context.line_items_url,
        Context.scopes, Context.groups_url, Context.group_sets_url, Context.copy_state,
        ResourceLink.id.label("link_id"), ResourceLink.title.label("link_title"),
        ResourceLink.line_item_url, ResourceLink.activity,
        User.name, User.given_name,
        Membership.id.label("membership_id"), Membership.launch_roles, Membership.left_at,
        Membership.is_learner, Membership.section_ids, Membership.group_ids,
    )
    .join(ResourceLink, ResourceLink.context_id == Context.id)
    .join(Membership, Membership.context_id == Context.id)
    .join(User, User.id == Membership.user_id)
    .where(
        Context.deployment_id == bindparam("deployment"),
        Context.context_id == bindparam("context"),
        ResourceLink.resource_link_id == bindparam("link"),
        User.registration_id == bindparam("registration"),
        User.subject == bindparam("subject"),
    )
)  # fmt: skip
"""Everything that a launch may change, in one row; built once, since every launch asks it."""


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

    A warm launch reads one row and writes nothing. A first launch inserts what is missing, and
    may run beside others of the same person.
    """
    known = known_arrival(db.session.connection(), launch, context=context, link=link)
    return known or _record(launch, context, link=link)


def known_arrival(
    connection: Connection, launch: Launch, *, context: LaunchContext, link: LaunchLink | None
) -> Arrival | None:
    """Who comes in where, if everything that the launch says is kept already; reads one row."""
    if link is None:
        return None
    asked = {
        "deployment": launch.deployment_key, "context": context.context_id,
        "link": link.resource_link_id, "registration": launch.platform.key,
        "subject": launch.person.subject,
    }  # fmt: skip
    row = connection.execute(WARM, asked).one_or_none()
    if row is None or _news(row, launch, context=context, link=link):
        return None
    is_copy = row.copy_state == WAITING
    return Arrival(row.membership_id, row.link_id, is_learner=row.is_learner, is_copy=is_copy)


def _news(row: Any, launch: Launch, *, context: LaunchContext, link: LaunchLink) -> bool:
    """Whether the launch says anything that is not kept yet."""
    said = {
        **_context_values(context),
        **_person_values(launch.person),
        **ids_told(launch.person.belonging),
        "link_title": link.title,
        "line_item_url": link.line_item_url,
        "activity": link.activity,
        "launch_roles": list(launch.roles.names),
        "left_at": None,
    }
    return any(getattr(row, name) != value for name, value in said.items())


def _record(launch: Launch, context: LaunchContext, *, link: LaunchLink | None) -> Arrival:
    _insert_missing(launch, context)
    _record_family(launch)
    kept_context, user, membership = _kept(launch, context)
    _set(kept_context, **_context_values(context))
    recognise(kept_context, context.history, of_link=link.history if link else ())
    link_id = _record_link(kept_context.id, link) if link else None
    _set(user, **_person_values(launch.person))
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
    insert_missing(User, **person)
    here, who = _one(Context, **course), _one(User, **person)
    insert_missing(Membership, context_id=here.id, user_id=who.id)
    leave_work("roster")


def _one(model: type[Row], **values: Any) -> Row:
    return db.session.scalars(select(model).filter_by(**values)).one()


def _context_values(context: LaunchContext) -> dict[str, Any]:
    """What a launch says of a course; a service that this launch does not name is kept."""
    services = {
        "memberships_url": context.memberships_url,
        "line_items_url": context.line_items_url,
        "scopes": list(context.scopes),
        "groups_url": context.groups and context.groups.groups_url,
        "group_sets_url": context.groups and context.groups.sets_url,
    }
    named = {name: value for name, value in services.items() if value}
    return {"label": context.label, "title": context.title, **named}


def _person_values(person: LaunchPerson) -> dict[str, Any]:
    """What a launch says of a person; names that it keeps to itself stay as the roster has them."""
    return {"name": person.name, "given_name": person.given_name} if person.name else {}


def _set(row: Any, **values: Any) -> None:
    """Set what differs; a row that says the same already stays untouched."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
