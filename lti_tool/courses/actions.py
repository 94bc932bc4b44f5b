"""Keeping what a launch says about a course and its people; nothing is written that stands."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select

from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.db import db, insert_missing, leave_work
from lti_tool.lti.launches import Launch, LaunchContext, LaunchLink


@dataclass(frozen=True)
class Arrival:
    """Who came in where, after a launch was recorded."""

    membership: Membership
    link: ResourceLink


def record_launch(launch: Launch, context: LaunchContext, link: LaunchLink) -> Arrival:
    """Record context, resource link, user and membership of a launch.

    A warm launch reads one row and writes nothing. A first launch inserts what is missing, and
    may run beside others of the same person.
    """
    query = _known(launch, context, link=link)
    found = db.session.execute(query).one_or_none()
    if found is None or None in found:
        _insert_missing(launch, context, link=link)
        found = db.session.execute(query).one()
    kept_context, kept_link, user, membership = found
    _set(kept_context, **_context_values(context))
    _set(kept_link, title=link.title, line_item_url=link.line_item_url)
    _set(user, name=launch.person.name, given_name=launch.person.given_name)
    if membership.left_at or membership.launch_roles != list(launch.roles.names):
        membership.launch_roles, membership.left_at = list(launch.roles.names), None
        membership.settle_roles()
    return Arrival(membership=membership, link=kept_link)


def choose_language(user: User, language: str) -> None:
    """Remember in which language a person wants to read."""
    user.language = language


def _known(
    launch: Launch, context: LaunchContext, *, link: LaunchLink
) -> Select[Context, ResourceLink, User, Membership]:
    """Context, link, user and membership in one row; what is not known yet is None."""
    here = and_(
        ResourceLink.context_id == Context.id,
        ResourceLink.resource_link_id == link.resource_link_id,
    )
    them = and_(User.registration_id == launch.platform.key, User.subject == launch.person.subject)
    seat = and_(Membership.context_id == Context.id, Membership.user_id == User.id)
    return (
        select(Context, ResourceLink, User, Membership)
        .outerjoin(ResourceLink, here)
        .outerjoin(User, them)
        .outerjoin(Membership, seat)
        .where(
            Context.deployment_id == launch.deployment_key,
            Context.context_id == context.context_id,
        )
    )


def _insert_missing(launch: Launch, context: LaunchContext, *, link: LaunchLink) -> None:
    insert_missing(
        Context,
        deployment_id=launch.deployment_key,
        context_id=context.context_id,
        **_context_values(context),
    )
    insert_missing(
        User, registration_id=launch.platform.key, subject=launch.person.subject,
        name=launch.person.name, given_name=launch.person.given_name,
    )  # fmt: skip
    kept, *_ = db.session.execute(_known(launch, context, link=link)).one()
    insert_missing(
        ResourceLink,
        context_id=kept.id,
        resource_link_id=link.resource_link_id,
        title=link.title,
    )
    user = db.session.scalars(
        select(User).filter_by(registration_id=launch.platform.key, subject=launch.person.subject)
    ).one()
    insert_missing(Membership, context_id=kept.id, user_id=user.id)
    leave_work("roster")


def _context_values(context: LaunchContext) -> dict[str, Any]:
    """What a launch says of a course; a service that one launch does not name is kept."""
    values: dict[str, Any] = {"label": context.label, "title": context.title}
    if context.memberships_url:
        values["memberships_url"] = context.memberships_url
    if context.line_items_url:
        values["line_items_url"] = context.line_items_url
        values["scopes"] = list(context.scopes)
    return values


def _set(row: Any, **values: Any) -> None:
    """Set what differs; a row that says the same already stays untouched."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
