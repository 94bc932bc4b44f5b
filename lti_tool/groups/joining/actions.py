"""Students choose their circle: staff open empty ones, each takes people until it is full."""

from datetime import datetime

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.errors import ChangedMeanwhile, SignUpClosed
from lti_tool.groups.actions import set_aside, sit, take_turn
from lti_tool.groups.joining.queries import SIGN_UP, chosen_draft, seats_of
from lti_tool.groups.matching import Rules
from lti_tool.groups.models import Grouping, PeerGroup
from lti_tool.groups.survey.actions import open_window
from lti_tool.groups.survey.models import CIRCLES


def open_sign_up(context_id: int, rules: Rules, *, closes_at: datetime) -> None:
    """Let students choose until then; circles that are open already stay as they are."""
    take_turn(context_id)
    count = max(-(-len(learners_of(context_id)) // rules.size), 1)
    open_window(context_id, closes_at=closes_at, asks=CIRCLES)
    if chosen_draft(context_id) is None:
        set_aside(context_id, "draft")
        draft = Grouping(context_id=context_id, size=rules.size, seed=0, origin=SIGN_UP)
        db.session.add(draft)
        db.session.flush()
        db.session.add_all(
            PeerGroup(grouping_id=draft.id, number=number) for number in range(1, count + 1)
        )


def choose(membership: Membership, number: int | None) -> None:
    """Take a seat in a circle, or give it up; who sits there already stays.

    Raises SignUpClosed outside the window, ChangedMeanwhile for a circle that has filled up,
    NotHere for one that is not there.
    """
    take_turn(membership.context_id)
    open_ = seats_of(membership)
    if open_ is None:
        raise SignUpClosed("outside the window")
    wanted = next((one for one in open_.circles if one.number == number), None)
    if wanted is not None and not wanted.is_mine and not wanted.free:
        raise ChangedMeanwhile("this circle is full")
    if number is None or wanted is not None:
        sit(open_.grouping, membership, number)
