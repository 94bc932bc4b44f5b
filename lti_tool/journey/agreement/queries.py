"""Asking for the agreement of a circle: the text that holds, older ones, what is off limits."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload, selectinload

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.agreement.models import Agreement, Bounds, OffLimits, Signature


@dataclass(frozen=True)
class Topics:
    """What a circle does not talk about, in the order of the alphabet and without names.

    `own` are the reader's, by their numbers, so that they can be taken back.
    """

    all: tuple[str, ...]
    own: Mapping[int, str]


@dataclass(frozen=True)
class AgreementStatus:
    """What staff may know: whether there is a text, and who of its members signed it."""

    signers: frozenset[int]


def agreement_of(group: PeerGroup) -> Agreement | None:
    """The text that holds now, with its signatures; None where nobody has written one."""
    query = (
        select(Agreement)
        .options(joinedload(Agreement.signatures))
        .where(Agreement.group_id == group.id, Agreement.version == _newest(group.id))
    )
    return db.session.scalars(query).unique().one_or_none()


def bounds_of(context_id: int) -> Bounds | None:
    """What circles of a course may choose, where its staff have said so."""
    return db.session.get(Bounds, context_id)


def earlier_texts(group: PeerGroup) -> list[Agreement]:
    """The texts that hold no longer, the newest first."""
    query = (
        select(Agreement)
        .options(selectinload(Agreement.signatures))
        .where(Agreement.group_id == group.id, Agreement.version < _newest(group.id))
        .order_by(Agreement.version.desc())
    )
    return list(db.session.scalars(query))


def topics_of(group: PeerGroup, reader: Membership) -> Topics:
    """What is off limits in a circle; topics of people who have left stay in force."""
    query = select(OffLimits).filter_by(group_id=group.id)
    rows = list(db.session.scalars(query))
    joined = sorted({one.topic for one in rows}, key=str.casefold)
    own = {one.id: one.topic for one in rows if one.membership_id == reader.id}
    return Topics(tuple(joined), own)


def touched_in(group: PeerGroup, text: str) -> list[str]:
    """The topics that are off limits in a circle and stand in a text, as words of their own."""
    query = select(OffLimits.topic).filter_by(group_id=group.id).distinct()
    topics = sorted(db.session.scalars(query), key=str.casefold)
    return [one for one in topics if _stands_in(one.casefold(), text.casefold())]


def agreement_statuses(group_ids: Iterable[int]) -> dict[int, AgreementStatus]:
    """How the agreements of circles stand, by circle; one request for any number of them."""
    newest = (
        select(Agreement.group_id, func.max(Agreement.version).label("version"))
        .where(Agreement.group_id.in_(list(group_ids)))
        .group_by(Agreement.group_id)
        .subquery()
    )
    query = (
        select(Agreement.group_id, Signature.membership_id)
        .join(
            newest,
            (newest.c.group_id == Agreement.group_id) & (newest.c.version == Agreement.version),
        )
        .outerjoin(Signature, Signature.agreement_id == Agreement.id)
    )
    found: dict[int, set[int]] = {}
    for group_id, signer in db.session.execute(query):
        found.setdefault(group_id, set()).update([signer] if signer else [])
    return {group_id: AgreementStatus(frozenset(who)) for group_id, who in found.items()}


def _stands_in(topic: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(topic)}(?!\w)", text) is not None


def _newest(group_id: int) -> ScalarSelect[int]:
    return select(func.max(Agreement.version)).filter_by(group_id=group_id).scalar_subquery()
