"""Asking who takes part: what one member is asked and has said, and counts for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.models import OUT, Exit, TakingPart
from lti_tool.programme.outline.models import EVERYBODY, Outline


@dataclass(frozen=True)
class Part:
    """How a member stands to the programme before they sit in a circle."""

    joining: str = EVERYBODY
    is_closed: bool = False
    says_yes: bool | None = None
    """What they said; None: nothing yet."""
    out: str = ""
    """Whether they go on `alone`, or said `stop`."""

    @property
    def is_asked(self) -> bool:
        """Whether they are asked, and have said nothing yet."""
        asks = self.joining != EVERYBODY and not self.is_closed
        return asks and self.says_yes is None and not self.out


@dataclass(frozen=True)
class Tally:
    """For staff: how many said yes, said no, have said nothing. Never who said what."""

    yes: int
    no: int
    silent: int

    @property
    def all(self) -> int:
        """Everybody who takes part in the course."""
        return self.yes + self.no + self.silent


def part_of(membership: Membership) -> Part:
    """How a member stands now."""
    return part_from(db.session.execute(asks_part(membership)).one())


def asks_part(membership: Membership) -> Select[str, datetime | None, bool, str]:
    """The same as a question to the database, for pages that ask several at once."""
    open_exit = (Exit.membership_id == Membership.id) & Exit.ended_at.is_(None) & Exit.kind.in_(OUT)
    return (
        select(Outline.joining, Outline.closed_at, TakingPart.says_yes, Exit.kind)
        .select_from(Membership)
        .outerjoin(Outline, Outline.context_id == Membership.context_id)
        .outerjoin(TakingPart, TakingPart.membership_id == Membership.id)
        .outerjoin(Exit, open_exit)
        .where(Membership.id == membership.id)
    )


def part_from(row: Sequence[Any]) -> Part:
    """How a member stands, from what `asks_part` found."""
    joining, closed_at, says_yes, out = row
    return Part(joining or EVERYBODY, closed_at is not None, says_yes, out or "")


def tally_in(context_id: int) -> Tally:
    """How many have said what, of those who are in the course now."""
    yes, no = (func.count(case((TakingPart.says_yes.is_(said), 1))) for said in (True, False))
    query = (
        select(yes, no, func.count())
        .select_from(Membership)
        .outerjoin(TakingPart, TakingPart.membership_id == Membership.id)
        .where(Membership.context_id == context_id, Membership.is_learner)
        .where(Membership.left_at.is_(None))
    )
    said_yes, said_no, everybody = db.session.execute(query).one()
    return Tally(said_yes, said_no, everybody - said_yes - said_no)
