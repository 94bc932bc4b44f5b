"""Counting the rounds that have closed, once each."""

from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, insert_missing, utcnow
from lti_tool.forms.definition import Audience
from lti_tool.insights.numbers.counting import count_lines, count_pairs
from lti_tool.insights.numbers.models import RoundCount
from lti_tool.journey.rounds.models import RoundAnswer
from lti_tool.journey.rounds.plan import AFTER, BEFORE, Round
from lti_tool.journey.rounds.queries import round_form, rounds_of


def count_closed(context: Context) -> dict[str, dict[str, Any]]:
    """The counts of all rounds of a course that have closed, by key; two at once count the same.

    The start alone is never counted: beside the pairs it would tell of those without a partner.
    """
    now = utcnow()
    closed = [one for one in rounds_of(context) if one.closes <= now and one.key != BEFORE]
    known = _counted(context.id)
    missing = [one for one in closed if one.key not in known]
    for one in missing:
        insert_missing(RoundCount, context_id=context.id, key=one.key, counts=_count(context, one))
    return _counted(context.id) if missing else known


def _counted(context_id: int) -> dict[str, dict[str, Any]]:
    query = select(RoundCount).filter_by(context_id=context_id).order_by(RoundCount.id)
    return {one.key: one.counts for one in db.session.scalars(query)}


def _count(context: Context, asked: Round) -> dict[str, Any]:
    """What is asked once is counted alone, what is asked twice in pairs and in no other way."""
    answers, lines = _answers(context.id, asked.key), _lines(asked.form)
    if asked.form != AFTER:
        return {"lines": count_lines(answers.values(), lines), "pairs": {}}
    before, twice = _answers(context.id, BEFORE), _lines(BEFORE)
    pairs = [(before[one], after) for one, after in answers.items() if one in before]
    once = [one for one in lines if one not in twice]
    both = [one for one in lines if one in twice]
    return {"lines": count_lines(answers.values(), once), "pairs": count_pairs(pairs, both)}


def _lines(name: str) -> list[str]:
    """The lines that are for the counts of the course."""
    fields = round_form(name).fields
    return [one.name for one in fields if one.audience is Audience.COHORT]


def _answers(context_id: int, key: str) -> dict[int, dict[str, Any]]:
    query = select(RoundAnswer.membership_id, RoundAnswer.answers).join(
        Membership, Membership.id == RoundAnswer.membership_id
    )
    of_course = query.where(Membership.context_id == context_id, RoundAnswer.key == key)
    return {member: answers for member, answers in db.session.execute(of_course)}
