"""Leaving a circle with the words and things that one chose, and saying how it is there."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import settle
from lti_tool.forms.shelf import form
from lti_tool.groups.changes.actions import step_out
from lti_tool.groups.models import OUT
from lti_tool.journey.circle.queries import Seated, find_seated
from lti_tool.journey.feed.actions import tell
from lti_tool.journey.leaving.models import Farewell, Fit
from lti_tool.journey.leaving.queries import fit_of, opened_by
from lti_tool.journey.shelf.actions import take_along

NO_WORDS = ("", "nothing")
LEAVE = "leave"
"""The choice to leave with the circle what one had opened to it."""


def leave(member: Membership, values: dict[str, Any]) -> None:
    """Step out as `groups.changes.step_out` has it, with the answers to the form `leaving`.

    Words and things are for those who give up their seat; nobody is told why.
    """
    at = find_seated(member)
    step_out(member, values["kind"])
    if at is not None and values["kind"] in OUT:
        _say_farewell(at, values)


def say_how_it_is(member: Membership, key: str, values: dict[str, Any]) -> None:
    """Keep how it is for a member after a meeting, for them alone; a later answer replaces it."""
    kept = fit_of(member, key)
    if kept is None:
        kept = Fit(membership_id=member.id, key=key)
        db.session.add(kept)
    kept.keep(form("fit"), values)
    settle()


def _say_farewell(at: Seated, values: dict[str, Any]) -> None:
    if values.get("words", "") not in NO_WORDS:
        tell(at.group, at.me, kind="farewell", words=values["words"])
    if values.get("share") != LEAVE:
        take_along(at.me, at.group)
        return
    left = opened_by(at.me)
    if left:
        db.session.add(Farewell(group_id=at.group.id, membership_id=at.me.id, left=left))
