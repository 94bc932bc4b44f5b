"""Gathering what is known of all circles of a course, in a few requests for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.models import ANOTHER, Exit, Grouping, PeerGroup, Seat
from lti_tool.groups.queries import sits_here
from lti_tool.insights.board.flags import Facts
from lti_tool.insights.board.models import Tended
from lti_tool.journey.agreement.queries import AgreementStatus, agreement_statuses
from lti_tool.journey.feed.prompts import load_prompts
from lti_tool.journey.help.queries import waiting_authors
from lti_tool.journey.meetings.queries import MeetingStatus, meeting_statuses
from lti_tool.programme.outline.queries import kind_of, outline_of
from lti_tool.web.config import config_dirs

Sitters = Mapping[tuple[int, int], Sequence[int]]
"""Membership ids by the id and the number of their circle, in the order of numbers."""


@dataclass(frozen=True)
class Known:
    """All that the flags of a course's circles are made of."""

    stands_since: datetime
    smallest: int
    agreements: Mapping[int, AgreementStatus]
    meetings: Mapping[int, MeetingStatus]
    leaving: frozenset[int]
    asking: frozenset[int]
    tended: Mapping[int, Sequence[Tended]]
    patience: Mapping[str, int]

    def facts(
        self, group: int, everybody: Sequence[int], *, seen: Sequence[int], last: datetime | None
    ) -> Facts:
        """A circle as far as it is in sight; how many sit there is told of all."""
        met = self.meetings.get(group)
        return Facts(
            people=len(everybody),
            smallest=self.smallest,
            stands_since=self.stands_since,
            unsigned=len(seen) - (self.signed(group, seen) or 0),
            held=met.held if met else 0,
            next_at=met.next_at if met else None,
            last_active_at=last,
            leaving=len(self.leaving.intersection(seen)),
            asking=len(self.asking.intersection(seen)),
        )

    def signed(self, group: int, seen: Iterable[int]) -> int | None:
        """How many of these signed what holds now; None where there is no text."""
        status = self.agreements.get(group)
        return len(status.signers.intersection(seen)) if status else None


def sitters_in(grouping: Grouping) -> Sitters:
    """Who sits in each circle of a published grouping and takes part still."""
    query = (
        select(PeerGroup.id, PeerGroup.number, Seat.membership_id)
        .join(Seat, Seat.group_id == PeerGroup.id)
        .join(Membership, Membership.id == Seat.membership_id)
        .where(PeerGroup.grouping_id == grouping.id, sits_here())
        .order_by(PeerGroup.number, Seat.id)
    )
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for group, number, member in db.session.execute(query):
        found[group, number].append(member)
    return found


def known_of(reader: Membership, grouping: Grouping, sitters: Sitters) -> Known:
    """What is known of these circles, and what of it asks for the reader."""
    groups = [group for group, _ in sitters]
    kind = kind_of(outline_of(reader.context_id))
    return Known(
        stands_since=grouping.published_at or grouping.created_at,
        smallest=min(kind.smallest, grouping.size),
        agreements=agreement_statuses(groups),
        meetings=meeting_statuses(groups),
        leaving=_leaving(reader.context_id),
        asking=frozenset(waiting_authors(reader)),
        tended=_resting(groups),
        patience={name: one.after for name, one in load_prompts(config_dirs()).items()},
    )


def _leaving(context_id: int) -> frozenset[int]:
    """Who asked for another circle and waits for it."""
    query = select(Exit.membership_id).join(Exit.membership)
    waits = Exit.ended_at.is_(None), Exit.kind == ANOTHER, Membership.context_id == context_id
    return frozenset(db.session.scalars(query.where(*waits)))


def _resting(groups: Sequence[int]) -> Mapping[int, Sequence[Tended]]:
    """What was tended and rests still, by circle."""
    rests = select(Tended).where(Tended.group_id.in_(groups), Tended.rests_until > utcnow())
    found: defaultdict[int, list[Tended]] = defaultdict(list)
    for one in db.session.scalars(rests):
        found[one.group_id].append(one)
    return found
