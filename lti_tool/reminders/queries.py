"""Asking who waits for a reminder, and what was sent lately."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db, utcnow
from lti_tool.groups.survey.models import Survey
from lti_tool.reminders.models import NoReminders, Occasion

LATELY = timedelta(days=30)


def wants_none(user_id: int) -> bool:
    """Whether somebody wants no reminders."""
    return db.session.get(NoReminders, user_id) is not None


def can_be_written_to(member_ids: Iterable[int]) -> set[int]:
    """Those of these members whose address we have and who want reminders."""
    query = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .outerjoin(NoReminders, NoReminders.user_id == User.id)
        .where(User.email != "", NoReminders.user_id.is_(None), Membership.left_at.is_(None))
    )
    return set(db.session.scalars(query)) & set(member_ids)


def waiting_users() -> list[int]:
    """Who has something waiting that may be tried now."""
    query = select(Membership.user_id).join(Occasion, Occasion.membership_id == Membership.id)
    return list(db.session.scalars(query.where(is_free()).distinct().order_by(Membership.user_id)))


def waiting_of(user_id: int) -> list[Occasion]:
    """What the next reminder to somebody would tell, in all their courses."""
    query = (
        select(Occasion)
        .join(Occasion.membership)
        .join(Membership.context)
        .options(contains_eager(Occasion.membership).contains_eager(Membership.context))
        .where(Membership.user_id == user_id, is_free())
        .order_by(Context.id, Occasion.id)
    )
    return list(db.session.scalars(query))


def sent_moments(user_id: int) -> set[datetime]:
    """When reminders were sent to somebody lately; one reminder may have told several things.

    One that another run is writing now counts as sent.
    """
    now = utcnow()
    moment = case((Occasion.claimed_until > now, Occasion.claimed_until), else_=Occasion.sent_at)
    query = select(moment).join(Occasion.membership).where(_is_of(user_id))
    return {min(one, now) for one in db.session.scalars(query) if one and one > now - LATELY}


def sent_lately(member: Membership) -> list[Occasion]:
    """What a member was told by reminder lately, the newest first."""
    query = select(Occasion).filter_by(membership_id=member.id)
    lately = query.where(Occasion.sent_at > utcnow() - LATELY)
    return list(db.session.scalars(lately.order_by(Occasion.sent_at.desc(), Occasion.id)))


def zone_of(user_id: int, occasions: Iterable[Occasion]) -> ZoneInfo:
    """By whose clock somebody lives: as they said, else as their circle meets, else UTC."""
    query = select(Survey.answers).join(Membership, Membership.id == Survey.membership_id)
    said = [one.get("zone") for one in db.session.scalars(query.where(_is_of(user_id)))]
    names = [*said, *(one.facts.get("zone") for one in occasions)]
    return ZoneInfo(next((one for one in names if one), "UTC"))


def _is_of(user_id: int) -> ColumnElement[bool]:
    return Membership.user_id == user_id


def is_free() -> ColumnElement[bool]:
    """In a query over `Occasion`: what waits, is due to be tried, and that nobody writes now."""
    now = utcnow()
    unclaimed = or_(Occasion.claimed_until.is_(None), Occasion.claimed_until <= now)
    return (Occasion.state == "waiting") & (Occasion.next_try_at <= now) & unclaimed
