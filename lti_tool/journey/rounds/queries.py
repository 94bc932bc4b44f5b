"""Asking which rounds a course has, and what a member has answered in them."""

from dataclasses import replace
from datetime import UTC, datetime, time

from sqlalchemy import Select, select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.forms.definition import Form
from lti_tool.forms.shelf import form
from lti_tool.groups.models import Grouping
from lti_tool.journey.rounds.models import RoundAnswer
from lti_tool.journey.rounds.packs import load_measures
from lti_tool.journey.rounds.plan import PULSE, Round, rounds
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import calendar_of
from lti_tool.web.config import config_dirs


def rounds_of(context: Context) -> tuple[Round, ...]:
    """The rounds of a course, those to come too; none before its programme is open."""
    found = db.session.execute(_set_up(context)).one_or_none()
    return _planned(found[0], context, found[1]) if found else ()


def _set_up(context: Context) -> Select[Outline, datetime | None]:
    """What the rounds of a course follow from, if its programme was opened."""
    circles = select(Grouping.published_at).filter_by(context_id=context.id, state="published")
    is_open = Outline.context_id == context.id, Outline.opened_at.is_not(None)
    return select(Outline, circles.scalar_subquery()).where(*is_open)


def _planned(outline: Outline, context: Context, published: datetime | None) -> tuple[Round, ...]:
    """A programme that staff close before its time asks at its end right away."""
    begins = outline.opened_at or utcnow()
    days = calendar_of(outline, context, today=begins.date(), asks=False)
    closing = datetime.combine(days.closing, time(), UTC)
    if outline.closed_at:
        closing = min(closing, outline.closed_at)
    return rounds(begins, published, closing)


def open_round(context: Context) -> Round | None:
    """The round in which members of a course are asked now."""
    now = utcnow()
    return next((one for one in rounds_of(context) if one.is_open_at(now)), None)


def asked_now(member: Membership) -> Round | None:
    """The round that waits for a member: it is open, and they have not answered; one request."""
    query = _set_up(member.context).add_columns(RoundAnswer.key)
    query = query.outerjoin(RoundAnswer, RoundAnswer.membership_id == member.id)
    rows, now = db.session.execute(query).all(), utcnow()
    answered = {row[2] for row in rows}
    known = _planned(rows[0][0], member.context, rows[0][1]) if rows else ()
    return next((one for one in known if one.is_open_at(now) and one.key not in answered), None)


def round_in(context: Context, key: str) -> Round:
    """A round that is open now, by its key; raises NotHere."""
    found = open_round(context)
    if found is None or found.key != key:
        raise NotHere("no such round is open")
    return found


def answer_of(member: Membership, key: str) -> RoundAnswer | None:
    """What a member answered in a round, if anything."""
    query = select(RoundAnswer).filter_by(membership_id=member.id, key=key)
    return db.session.scalars(query).one_or_none()


def round_form(name: str) -> Form:
    """The form of a round, with the packs that are switched on at its end."""
    whole = form(name)
    packs = () if name == PULSE else load_measures(config_dirs()).packs
    more = tuple(field for one in packs for field in form(one.form).fields)
    return replace(whole, fields=(*whole.fields, *more))
