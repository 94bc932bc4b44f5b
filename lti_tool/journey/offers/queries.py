"""Asking who offers help in a course."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import find
from lti_tool.forms.audience import Relation, Share, readable
from lti_tool.forms.sheet import Told, told
from lti_tool.forms.shelf import form
from lti_tool.journey.offers.models import MINE, Offer


@dataclass(frozen=True)
class Helper:
    """Somebody who may be asked, and what the course may read of their offer."""

    id: int
    who: Membership
    what: str
    rest: tuple[Told, ...]
    most: int


def offer_of(member: Membership) -> Offer | None:
    """A member's own offer, if they made one."""
    return find(Offer, member.id, MINE)


def helpers_for(member: Membership) -> list[Helper]:
    """Those of the course who may be asked now, the newest offers first; never oneself."""
    query = (
        select(Offer)
        .join(Offer.author)
        .join(Membership.user)
        .options(contains_eager(Offer.author).contains_eager(Membership.user))
        .where(Membership.context_id == member.context_id, Membership.id != member.id)
        .where(Membership.is_learner, Membership.left_at.is_(None), Offer.is_open)
        .order_by(Offer.saved_at.desc(), Offer.id.desc())
    )
    return [_helper(one) for one in db.session.scalars(query)]


def _helper(offer: Offer) -> Helper:
    made = form("offer")
    seen = readable(made, offer.answers, share=Share(), relation=Relation.CLASSMATE)
    rest = told(made, seen, without=("what",))
    return Helper(offer.id, offer.author, seen.get("what", ""), rest, offer.most)
