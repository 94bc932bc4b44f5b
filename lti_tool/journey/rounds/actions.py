"""Opening a round, which counts, and answering it, which does not count any further."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import expect_version, settle
from lti_tool.journey.rounds.models import RoundAnswer
from lti_tool.journey.rounds.plan import PULSE, Round
from lti_tool.journey.rounds.queries import answer_of, round_form
from lti_tool.programme.actions import record_once


def note_opening(member: Membership, asked: Round) -> None:
    """A pulse counts when it is opened: nobody has to answer anything."""
    if asked.form == PULSE:
        record_once(member, PULSE, asked.key)


def keep_answers(member: Membership, asked: Round, *, values: dict[str, Any], seen: int) -> None:
    """Keep the answers; they may be changed until the round closes.

    Raises ChangedMeanwhile when another version stands by now.
    """
    kept = answer_of(member, asked.key)
    expect_version(kept, seen)
    if kept is None:
        kept = RoundAnswer(membership_id=member.id, key=asked.key)
        db.session.add(kept)
    kept.keep(round_form(asked.form), values)
    settle()
