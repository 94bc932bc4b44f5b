"""Whether all that a launch says is kept already: asked by the very statement that opens a visit.

Nearly every launch brings nothing new. For the step `launch`, which inserts its visit from HELD,
and for `actions`, which records what is not known yet.
"""

import functools
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, ColumnElement, Date, String, bindparam, cast, func, select

from lti_tool.courses.copies import WAITING
from lti_tool.courses.models import Context, Membership, ResourceLink, User
from lti_tool.courses.record import ids_told
from lti_tool.lti.launches import Launch, LaunchContext, LaunchLink, LaunchPerson
from lti_tool.web.config import mail_server
from lti_tool.web.languages import nearest

MAY_CHANGE: Mapping[str, Any] = {
    "label": Context.label,
    "title": Context.title,
    "memberships_url": Context.memberships_url,
    "line_items_url": Context.line_items_url,
    "scopes": Context.scopes,
    "groups_url": Context.groups_url,
    "group_sets_url": Context.group_sets_url,
    "begins_on": Context.begins_on,
    "ends_on": Context.ends_on,
    "link_title": ResourceLink.title,
    "activity": ResourceLink.activity,
    "sourced_id": User.sourced_id,
    "name": User.name,
    "given_name": User.given_name,
    "email": User.email,
    "locale": User.locale,
    "launch_roles": Membership.launch_roles,
    "section_ids": Membership.section_ids,
    "group_ids": Membership.group_ids,
}
"""Where a launch may say something new; what it does not say (NULL) stays as it is."""
NOTHING_SAID = dict.fromkeys(MAY_CHANGE)
LISTS = frozenset(name for name, column in MAY_CHANGE.items() if isinstance(column.type, JSON))
DAYS = frozenset(name for name, column in MAY_CHANGE.items() if isinstance(column.type, Date))


def _stands(name: str, column: Any) -> ColumnElement[bool]:
    kept = cast(column, String) if isinstance(column.type, JSON | Date) else column
    same: ColumnElement[bool] = kept.is_not_distinct_from(
        func.coalesce(bindparam(name, type_=String), kept)
    )
    return same


HELD = (
    select(Membership.id.label("membership_id"), ResourceLink.id.label("resource_link_id"))
    .select_from(Context)
    .join(ResourceLink, ResourceLink.context_id == Context.id)
    .join(Membership, Membership.context_id == Context.id)
    .join(User, User.id == Membership.user_id)
    .where(
        Context.deployment_id == bindparam("deployment"),
        Context.context_id == bindparam("context"),
        ResourceLink.resource_link_id == bindparam("link"),
        User.registration_id == bindparam("registration"),
        User.subject == bindparam("subject"),
        *(_stands(name, column) for name, column in MAY_CHANGE.items()),
        ResourceLink.line_item_url.is_not_distinct_from(bindparam("line_item_url", type_=String)),
        Membership.left_at.is_(None),
        Membership.is_learner == bindparam("is_learner"),
        Context.copy_state != WAITING,
    )
)
"""The membership and the link of a launch, in one row if it says nothing new, else in none."""


def said(launch: Launch, context: LaunchContext, link: LaunchLink) -> dict[str, Any]:
    """What a launch says, as HELD asks for it."""
    told = {
        **context_values(context),
        **person_values(launch.person),
        **ids_told(launch.person.belonging),
        "launch_roles": list(launch.roles.names),
    }
    for name in LISTS & told.keys():
        told[name] = _as_kept(tuple(told[name]))
    for name in DAYS & told.keys():
        told[name] = told[name].isoformat()
    return {
        **NOTHING_SAID, **told,
        "link_title": link.title, "line_item_url": link.line_item_url, "activity": link.activity,
        "is_learner": launch.roles.is_learner,
        "deployment": launch.deployment_key, "context": context.context_id,
        "link": link.resource_link_id, "registration": launch.platform.key,
        "subject": launch.person.subject,
    }  # fmt: skip


@functools.lru_cache(maxsize=1000)
def _as_kept(texts: tuple[str, ...]) -> str:
    """A list as its column holds it: a course has a handful, of roles, scopes and sections."""
    return json.dumps(texts)


def context_values(context: LaunchContext) -> dict[str, Any]:
    """What a launch says of a course; a service that this launch does not name is kept."""
    services = {
        "memberships_url": context.memberships_url,
        "line_items_url": context.line_items_url,
        "scopes": list(context.scopes),
        "groups_url": context.groups and context.groups.groups_url,
        "group_sets_url": context.groups and context.groups.sets_url,
        "begins_on": context.begins,
        "ends_on": context.ends,
    }
    named = {name: value for name, value in services.items() if value}
    return {"label": context.label, "title": context.title, **named}


def person_values(person: LaunchPerson) -> dict[str, Any]:
    """What a launch says of a person; names that it keeps to itself stay as the roster has them.

    Address and language are taken where reminders are sent, and nowhere else.
    """
    told = {"name": person.name, "given_name": person.given_name} if person.name else {}
    if person.sourced_id:
        told["sourced_id"] = person.sourced_id
    if mail_server() is not None:
        told |= {"email": person.email, "locale": nearest(person.locale) or ""}
    return told
