"""Asking whom one may ask, how one's requests stand, and what one was asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import staff_of
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.forms.answers import find
from lti_tool.forms.audience import Relation, Share, readable
from lti_tool.forms.shelf import form
from lti_tool.groups.queries import mates_of
from lti_tool.journey.help.models import (
    ANSWER_FORM,
    FEEDBACK,
    GROUP,
    HELP,
    HELPER,
    TEACHER,
    Recipient,
    Request,
    Rung,
)
from lti_tool.journey.help.support import Support, load_support
from lti_tool.journey.offers.queries import Helper, helpers_for
from lti_tool.web.config import config_dirs

MOST_HELPERS = 4
"""On the page of a request; all of them stand on the page of offers."""
AMONG_MATES = (GROUP, FEEDBACK)
"""Levels that reach mates alone: whoever sits with the author no more reads no more."""


@dataclass(frozen=True)
class Letter:
    """What a recipient may read of a request: nothing else is in here."""

    id: int
    author: Membership
    kind: str
    answers: dict[str, Any]
    recipient: Recipient

    @property
    def is_answered(self) -> bool:
        """Whether its reader has answered."""
        return self.recipient.answered_at is not None


def support() -> Support:
    """The services and the waiting times of this institution."""
    return load_support(config_dirs())


def rungs_for(author: Membership, kind: str, *, chosen: Iterable[str] = ()) -> list[Rung]:
    """Whom a member may ask, from near to far; `chosen` lines are among them while they exist."""
    mates = tuple(mates_of(author))
    if kind == FEEDBACK:
        return [Rung(f"mate-{one.id}", FEEDBACK, (one,)) for one in mates]
    near = [Rung(GROUP, GROUP, mates)] if mates else []
    staff = [Rung(f"teacher-{one.id}", TEACHER, (one,)) for one in staff_of(author.context_id)]
    return [*near, *_helpers(author, set(chosen)), *staff]


def chosen_rungs(author: Membership, asked: Request) -> list[Rung]:
    """The lines that a request is meant for, as far as they stand still."""
    values = asked.answers.get("to", [])
    rungs = rungs_for(author, asked.kind, chosen=values)
    return [one for one in rungs if one.value in values]


def requests_of(author: Membership) -> list[Request]:
    """A member's own requests, the newest first."""
    query = _with_people().where(Request.membership_id == author.id)
    return list(db.session.scalars(query.order_by(Request.id.desc())))


def find_request(author: Membership, key: str) -> Request | None:
    """A member's own request by its key, if there is one."""
    return find(Request, author.id, key)


def request_of(author: Membership, key: str) -> Request:
    """A member's own request by its key; raises NotHere."""
    found = find_request(author, key)
    if found is None:
        raise NotHere("no such request of this member")
    return found


def letters_to(reader: Membership) -> list[Letter]:
    """What a member was asked and may read now, the newest first; answered ones at the end."""
    query = _letters(reader).order_by(Recipient.asked_at.desc())
    rows = list(db.session.scalars(query))
    found = [_letter(one) for one in _readable(rows, reader)]
    return sorted(found, key=lambda one: one.is_answered)


def letter_to(reader: Membership, request_id: int) -> Letter:
    """One of them; raises NotHere for what this member was not asked, or no more."""
    rows = list(db.session.scalars(_letters(reader).where(Recipient.request_id == request_id)))
    found = next(_readable(rows, reader), None)
    if found is None:
        raise NotHere("not asked, or not any more")
    return _letter(found)


def waits_for(reader: Membership, mates: Iterable[int]) -> Select[int]:
    """How many letters wait for an answer of this member, as a question to the database."""
    to_mates = Request.membership_id.in_(list(mates))
    return (
        select(func.count())
        .select_from(Recipient)
        .join(Recipient.request)
        .join(Membership, Membership.id == Request.membership_id)
        .where(Recipient.membership_id == reader.id, *still_waits(), Membership.left_at.is_(None))
        .where(or_(Request.level.not_in(AMONG_MATES), to_mates))
    )


def waiting_authors(reader: Membership) -> list[int]:
    """Whose letters wait for an answer of this member of staff, by membership id."""
    query = (
        select(Request.membership_id)
        .join(Recipient, Recipient.request_id == Request.id)
        .join(Membership, Membership.id == Request.membership_id)
        .where(Recipient.membership_id == reader.id, Recipient.is_staff, *still_waits())
        .where(Membership.left_at.is_(None))
        .distinct()
    )
    return list(db.session.scalars(query))


def came_back_to(author: Membership) -> Select[int]:
    """How many of a member's own requests are answered or back, as a question to the database."""
    asked = Recipient.request_id == Request.id
    answered = select(Recipient.id).where(asked, Recipient.answered_at.is_not(None))
    waits = select(Recipient.id).where(asked, *still_waits())
    return (
        select(func.count())
        .select_from(Request)
        .where(Request.membership_id == author.id, Request.sent_at.is_not(None))
        .where(Request.closed_at.is_(None), or_(answered.exists(), ~waits.exists()))
    )


def still_waits() -> tuple[ColumnElement[bool], ...]:
    """In a query over both tables: whether somebody is asked now and has not answered."""
    nobody_yet = (Recipient.answered_at, Recipient.passed_at, Recipient.ended_at)
    return (
        *(one.is_(None) for one in nobody_yet),
        Request.closed_at.is_(None),
        Request.back_at > utcnow(),
    )


def answer_read(one: Recipient) -> dict[str, Any]:
    """An answer as the one who asked reads it."""
    return _read(ANSWER_FORM[one.request.kind], one.answer)


def reply_read(one: Recipient) -> dict[str, Any]:
    """The asker's word back, as the one who answered reads it."""
    return _read("word_back", one.reply)


def _read(name: str, answers: dict[str, Any] | None) -> dict[str, Any]:
    return readable(form(name), answers or {}, share=Share(), relation=Relation.ADDRESSEE)


def _helpers(author: Membership, chosen: set[str]) -> Iterator[Rung]:
    """Who has room for one more, the newest offers first; those that were chosen go before."""
    open_offers = helpers_for(author)
    busy = _open_by_helper(one.who.id for one in open_offers)
    free = [one for one in open_offers if busy.get(one.who.id, 0) < one.most]
    rungs = [_rung(one) for one in free]
    rungs.sort(key=lambda one: one.value not in chosen)
    yield from rungs[:MOST_HELPERS]


def _rung(one: Helper) -> Rung:
    return Rung(f"helper-{one.id}", HELPER, (one.who,), one.what)


def _open_by_helper(members: Iterable[int]) -> dict[int, int]:
    """How many requests wait for an answer of each of these helpers."""
    query = (
        select(Recipient.membership_id, func.count())
        .join(Recipient.request)
        .where(Recipient.membership_id.in_(list(members)), Request.level == HELPER)
        .where(*still_waits())
        .group_by(Recipient.membership_id)
    )
    return {member: count for member, count in db.session.execute(query)}


def _with_people() -> Select[Request]:
    people = selectinload(Request.everybody).joinedload(Recipient.membership)
    return select(Request).options(people.joinedload(Membership.user))


def _letters(reader: Membership) -> Select[Recipient]:
    """What was ever sent to a member, with its request, its author and all who got it."""
    loaded = contains_eager(Recipient.request)
    return (
        select(Recipient)
        .join(Recipient.request)
        .options(
            loaded.joinedload(Request.author).joinedload(Membership.user),
            loaded.selectinload(Request.everybody),
            joinedload(Recipient.membership),
        )
        .where(Recipient.membership_id == reader.id)
    )


def _readable(rows: Sequence[Recipient], reader: Membership) -> Iterator[Recipient]:
    """Those that are for the reader still, sitting with the author where it went to mates."""
    may = [one for one in rows if one.may_read]
    among = any(one.request.level in AMONG_MATES for one in may)
    mates = {one.id for one in mates_of(reader)} if among else set()
    for one in may:
        if one.request.level not in AMONG_MATES or one.request.membership_id in mates:
            yield one


def _letter(one: Recipient) -> Letter:
    request = one.request
    seen = _read(request.form_name, request.answers)
    return Letter(request.id, request.author, request.kind, seen, one)


def balance_of(member: Membership) -> tuple[int, int]:
    """How often a member asked others, and answered others: for them alone."""
    asked = select(func.count()).select_from(Request).filter_by(membership_id=member.id)
    gave = select(func.count()).select_from(Recipient).filter_by(membership_id=member.id)
    return (
        db.session.scalar(asked.where(Request.sent_at.is_not(None), Request.form_name == HELP))
        or 0,
        db.session.scalar(gave.where(Recipient.answered_at.is_not(None))) or 0,
    )
