"""Asking what a member wrote at the end, what mates said to all, and who stays in touch."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import find
from lti_tool.forms.audience import Relation, Share, readable
from lti_tool.forms.sheet import Told, told
from lti_tool.forms.shelf import form
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.closing.models import MINE, Closing


@dataclass(frozen=True)
class Parting:
    """What a reader may see of a mate's closing; `is_in_touch`: both want to stay in touch."""

    author: Membership
    told: tuple[Told, ...]
    is_in_touch: bool


def closing_of(member: Membership) -> Closing | None:
    """A member's own closing, if they wrote one."""
    return find(Closing, member.id, MINE)


def partings_for(at: Seated) -> list[Parting]:
    """What mates wrote for this reader, in the order of seats; who wrote nothing is left out."""
    mine = closing_of(at.me)
    people = joinedload(Closing.author).joinedload(Membership.user)
    query = select(Closing).where(Closing.membership_id.in_([one.id for one in at.mates]))
    found = {one.membership_id: one for one in db.session.scalars(query.options(people))}
    theirs = (found[mate.id] for mate in at.mates if mate.id in found)
    partings = [_parting(one, mine) for one in theirs]
    return [one for one in partings if one.told]


def _parting(one: Closing, mine: Closing | None) -> Parting:
    """Contacts are for those who gave theirs: both sides, or neither."""
    both = one.wants_touch and mine is not None and mine.wants_touch
    relation = Relation.IN_TOUCH if both else Relation.MATE
    made = form("closing")
    seen = readable(made, one.answers, share=Share(), relation=relation)
    return Parting(one.author, told(made, seen), both)
