"""What a circle may know of its members from the survey: what each opened, and what all share.

Only what `forms.audience.readable` gives to a mate is in here, and only what was opened for this
company: see `forms.answers.is_for_reader`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.answers import is_for_reader
from lti_tool.forms.audience import Relation, readable, share_of
from lti_tool.forms.kinds import is_blank
from lti_tool.groups.brief.weeks import ALL, mask, slots_of
from lti_tool.groups.changes.queries import around_seat
from lti_tool.groups.survey.models import Survey
from lti_tool.groups.survey.queries import survey_form
from lti_tool.journey.circle.queries import Seated

IN_COMMON = ("goals", "background")
"""Fields whose choices a circle may find to be the same for all."""


@dataclass(frozen=True)
class Introduction:
    """What one mate opened of their survey, by field."""

    author: Membership
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Circle:
    """A circle that gets to know itself.

    `common` are the choices that all who opened a field made there; `slots` the hours that suit
    everybody who marked any, such as `mon-08`, on the reader's own clock.
    """

    mates: list[Introduction]
    common: Mapping[str, list[str]]
    slots: list[str]


def introductions_of(at: Seated) -> Circle:
    """What the reader may know of their circle."""
    kept = _surveys(at)
    since = around_seat(at.me, at.group).since
    opened = {one: _opened(kept[one]) for one in kept if is_for_reader(kept[one], since)}
    mates = [Introduction(one, opened[one.id]) for one in at.mates if opened.get(one.id)]
    mine = kept.get(at.me.id)
    told = [one.answers for one in mates] + ([_opened(mine)] if mine else [])
    common = {name: _shared(name, told) for name in IN_COMMON}
    return Circle(mates, {name: one for name, one in common.items() if one}, _slots(kept, at.me))


def _surveys(at: Seated) -> dict[int, Survey]:
    people = [at.me.id, *(one.id for one in at.mates)]
    query = select(Survey).where(Survey.membership_id.in_(people))
    return {one.membership_id: one for one in db.session.scalars(query)}


def _opened(survey: Survey) -> dict[str, Any]:
    """What a mate may read, of questions with an answer."""
    form = survey_form()
    share = share_of(form, survey.answers)
    seen = readable(form, survey.answers, share=share, relation=Relation.MATE)
    return {name: value for name, value in seen.items() if not is_blank(value)}


def _shared(name: str, told: Iterable[Mapping[str, Any]]) -> list[str]:
    """The choices that everybody made who opened this field; two at least."""
    given = [one[name] for one in told if one.get(name)]
    if len(given) < 2:
        return []
    return [value for value in given[0] if all(value in one for one in given)]


def _slots(kept: Mapping[int, Survey], me: Membership) -> list[str]:
    """The hours that suit all who marked any; nothing for fewer than two."""
    marked = [one.answers for one in kept.values() if one.answers.get("hours")]
    if len(marked) < 2:
        return []
    own = kept[me.id].answers if me.id in kept else {}
    zone, common = own.get("zone") or marked[0].get("zone") or "UTC", ALL
    for one in marked:
        common &= mask(one["hours"], one.get("zone") or zone, seen_from=zone, at=utcnow())
    return slots_of(common)
