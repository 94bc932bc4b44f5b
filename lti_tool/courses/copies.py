"""Recognising that a course was copied from another one that we know; for launches and notices.

A history names courses and links by the platform's own identifiers, and staff can write custom
parameters themselves: so it is believed of courses of the same deployment only.
"""

from collections.abc import Sequence

from sqlalchemy import Select, select

from lti_tool.courses.models import Context, ResourceLink
from lti_tool.db import db, insert_missing
from lti_tool.lti.notices import Notice
from lti_tool.platforms.models import Deployment

WAITING = "waiting"


def recognise(context: Context, history: Sequence[str], *, of_link: Sequence[str]) -> None:
    """Remember the nearest course that this one was copied from; nothing where none is known.

    Told twice is told once, and what staff have said to it stands.
    """
    if _is_settled(context) or not (history or of_link):
        return
    remember(context, _by_context(context, history) or _by_link(context, of_link))


def remember(context: Context, origin_id: int | None) -> None:
    """Take this course as a copy of that one, until its staff say what is to come along."""
    if origin_id not in (None, context.id) and not _is_settled(context):
        context.copied_from_id, context.copy_state = origin_id, WAITING


def told_of_copy(notice: Notice) -> None:
    """Remember what a platform itself says of a copy: believed in every deployment of it.

    A course that was not copied from one that we know is left alone, and nothing of it is kept.
    """
    origin_id = _by_notice(notice)
    if origin_id is None or not notice.context_id:
        return
    course = {"deployment_id": notice.deployment_key, "context_id": notice.context_id}
    insert_missing(Context, **course, label=notice.label, title=notice.title)
    context = db.session.scalars(select(Context).filter_by(**course)).one()
    remember(context, origin_id)


def _is_settled(context: Context) -> bool:
    """Whether an origin stands, or staff have answered; an origin that was erased is none."""
    return context.copied_from_id is not None or context.copy_state not in ("", WAITING)


def _by_context(context: Context, history: Sequence[str]) -> int | None:
    query = select(Context.context_id, Context.id).where(
        Context.deployment_id == context.deployment_id, Context.context_id.in_(history)
    )
    return _nearest(query, history, but=context.id)


def _by_notice(notice: Notice) -> int | None:
    query = (
        select(Context.context_id, Context.id)
        .join(Context.deployment)
        .where(
            Deployment.registration_id == notice.platform.key,
            Context.context_id.in_(notice.origins),
        )
        .order_by(Context.deployment_id == notice.deployment_key)
    )
    return _nearest(query, notice.origins, but=0)


def _by_link(context: Context, history: Sequence[str]) -> int | None:
    query = (
        select(ResourceLink.resource_link_id, ResourceLink.context_id)
        .join(ResourceLink.context)
        .where(
            Context.deployment_id == context.deployment_id,
            ResourceLink.resource_link_id.in_(history),
        )
    )
    return _nearest(query, history, but=context.id)


def _nearest(query: Select[str, int], history: Sequence[str], *, but: int) -> int | None:
    known = {named: number for named, number in db.session.execute(query) if number != but}
    return next((known[one] for one in history if one in known), None)
