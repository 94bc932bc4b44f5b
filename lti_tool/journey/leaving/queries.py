"""Asking what a leaver agreed to say, what was left in a circle, and whom to ask how it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.forms.answers import Answered, find
from lti_tool.forms.audience import Relation, readable, share_of
from lti_tool.forms.kinds import is_blank
from lti_tool.forms.sheet import Told, told
from lti_tool.forms.shelf import form
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.agreement.queries import agreement_of
from lti_tool.journey.goals.models import Goal
from lti_tool.journey.leaving.models import Farewell, Fit
from lti_tool.journey.meetings.models import Meeting
from lti_tool.journey.reflections.models import Reflection

ASKED_AFTER = (1, 3)
"""Meetings after which everybody is asked, each for themselves, how it is."""
ASKED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class LeftBehind:
    """What somebody left with a circle."""

    who: Membership
    told: tuple[tuple[Told, ...], ...]


def agreed_words(group: PeerGroup) -> str:
    """The line that a circle chose beforehand for whoever leaves; "" where it chose none."""
    kept = agreement_of(group)
    return str(kept.answers.get("leaving") or "") if kept else ""


def opened_by(member: Membership) -> dict[str, list[dict[str, Any]]]:
    """What a member has opened to their whole circle now, by the names of forms."""
    goals = select(Goal).filter_by(membership_id=member.id, is_shared=True)
    looks = select(Reflection).filter_by(membership_id=member.id, is_shared=True)
    rows: list[tuple[Answered, dict[str, Any]]] = [
        *((one, one.all_answers) for one in db.session.scalars(goals)),
        *((one, one.answers) for one in db.session.scalars(looks) if one.done_at),
    ]
    found: dict[str, list[dict[str, Any]]] = {}
    for row, answers in rows:
        if opened := _opened(row, answers):
            found.setdefault(row.form_name, []).append(opened)
    return found


def left_in(group: PeerGroup) -> list[LeftBehind]:
    """What people left with a circle, the newest first."""
    people = joinedload(Farewell.membership).joinedload(Membership.user)
    query = select(Farewell).filter_by(group_id=group.id).options(people)
    rows = db.session.scalars(query.order_by(Farewell.id.desc()))
    return [LeftBehind(one.membership, tuple(_told(one))) for one in rows if one.left]


def fit_of(member: Membership, key: str) -> Fit | None:
    """What a member answered after this meeting, if they did."""
    return find(Fit, member.id, key)


def meeting_behind(group: PeerGroup, key: str) -> Meeting:
    """A meeting of a circle after which its members are asked how it is; raises NotHere."""
    query = select(Meeting).filter_by(group_id=group.id, key=key)
    found = db.session.scalars(query).one_or_none()
    if found is None or found.number not in ASKED_AFTER:
        raise NotHere("nobody is asked after this meeting")
    return found


def asks_how_it_is(member: Membership, group_id: int) -> Select[str]:
    """The key of the meeting after which a member is asked now, as a question to the database."""
    now = utcnow()
    answered = select(Fit.id).where(Fit.membership_id == member.id, Fit.key == Meeting.key)
    return (
        select(Meeting.key)
        .where(Meeting.group_id == group_id, Meeting.number.in_(ASKED_AFTER))
        .where(Meeting.dropped_at.is_(None), ~answered.exists())
        .where(Meeting.starts_at < now, Meeting.starts_at > now - ASKED_FOR)
        .order_by(Meeting.number.desc())
        .limit(1)
    )


def _opened(row: Answered, answers: dict[str, Any]) -> dict[str, Any]:
    made = form(row.form_name)
    seen = readable(made, answers, share=share_of(made, answers), relation=Relation.MATE)
    return {name: said for name, said in seen.items() if not is_blank(said)}


def _told(one: Farewell) -> Iterator[tuple[Told, ...]]:
    for name, answers in one.left.items():
        for kept in answers:
            yield told(form(name), kept)
