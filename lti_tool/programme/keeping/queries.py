"""Asking how long the words of a course are kept, and until when; any later step may."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.programme.keeping.models import Forgetting
from lti_tool.programme.keeping.rules import Retention, due_day, retention_rules
from lti_tool.programme.models import ParticipationEvent
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import calendar_of, outline_of
from lti_tool.web.config import config_dirs


@dataclass(frozen=True)
class Keeping:
    """How many days after the end words are kept, and on which day they go as things stand."""

    days: int
    goes_on: date
    follows_on: date
    """The same without the notice that a day told anew gives."""


def retention() -> Retention:
    """What may be chosen in this institution; raises SettingWrong when its file is wrong."""
    return retention_rules(config_dirs())


def keeping_of(context: Context) -> Keeping:
    """Until when the words of a course are kept, as it is set now."""
    outline, today = outline_of(context.id), utcnow().date()
    days, end = retention().fitting(outline.keeps_days), _end_of(context, outline)
    known = db.session.get(Forgetting, context.id)
    follows = end + timedelta(days=days)
    is_told = known and known.follows_on and known.follows_on <= follows
    told = known.told_at.date() if known and is_told else today
    return Keeping(days, due_day(end, days, told=told), follows)


def _end_of(context: Context, outline: Outline) -> date:
    """The programme's last day, or the last day on which anybody took part, if that is later."""
    days = [context.created_at.date()]
    if outline.opened_at:
        days.append(_closing(context, outline, outline.opened_at))
    if acted := _last_act(context.id):
        days.append(acted.date())
    return max(days)


def _closing(context: Context, outline: Outline, opened_at: datetime) -> date:
    ends = calendar_of(outline, context, today=opened_at.date(), asks=False).ends
    return min(ends, outline.closed_at.date()) if outline.closed_at else ends


def _last_act(context_id: int) -> datetime | None:
    lines = ParticipationEvent
    query = select(func.max(lines.occurred_at)).join(lines.membership)
    found: datetime | None = db.session.scalar(query.where(Membership.context_id == context_id))
    return found.astimezone(UTC) if found else None
