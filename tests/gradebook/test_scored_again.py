"""What changes what people are asked to do has their scores worked out again, at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import settle_due
from lti_tool.groups.changes.actions import come_back, step_out
from lti_tool.groups.changes.late import place_late_joiners
from lti_tool.groups.forming.actions import draw
from lti_tool.groups.models import PAUSE, STOP
from lti_tool.groups.opening.actions import choose, close_now, open_now
from lti_tool.groups.queries import current
from lti_tool.groups.review.actions import move, publish
from lti_tool.groups.survey.actions import open_window, take_window_away
from lti_tool.programme.actions import programme_of
from lti_tool.programme.models import Rescoring
from lti_tool.programme.outline.actions import kept_outline
from tests.builders import make_context, make_member

Deed = Callable[[Context, list[Membership]], object]
IN_A_WEEK = timedelta(days=7)


@pytest.fixture
def people(app: Flask) -> list[Membership]:
    """Eight members in published circles, with nothing left to score."""
    context = make_context()
    made = [make_member(context, f"Student {number}") for number in range(8)]
    publish(context.id, draw(context.id, size=4, seed=1).id)
    open_window(context.id, closes_at=utcnow() + IN_A_WEEK)
    db.session.commit()
    while settle_due():
        pass
    assert waiting() == set()
    return made


def waiting() -> set[int]:
    """The members whose scores are to be worked out again."""
    return set(db.session.scalars(db.select(Rescoring.membership_id)))


def paused(context: Context, people: list[Membership]) -> None:
    step_out(people[0], PAUSE)
    db.session.query(Rescoring).delete()
    come_back(people[0])


def moved_by_hand(context: Context, people: list[Membership]) -> None:
    published = current(context.id, "published")
    assert published is not None
    move(context.id, people[0].id, grouping_id=published.id, to=None)


def joined_late(context: Context, people: list[Membership]) -> None:
    programme_of(context.id).places_late_joiners = True
    people.append(make_member(context, "Somebody Late"))
    db.session.commit()
    place_late_joiners()


def dated(context: Context, people: list[Membership]) -> None:
    seen = kept_outline(context.id).version
    choose(context.id, {"starts_on": date(2026, 9, 1)}, seen=seen)


DEEDS: dict[str, Deed] = {
    "new circles are published": lambda context, people: publish(
        context.id, draw(context.id, size=4, seed=2).id
    ),
    "somebody stops": lambda context, people: step_out(people[0], STOP),
    "somebody pauses": lambda context, people: step_out(people[0], PAUSE),
    "somebody is back": paused,
    "staff move somebody": moved_by_hand,
    "somebody comes late": joined_late,
    "the survey opens again": lambda context, people: open_window(
        context.id, closes_at=utcnow() + 2 * IN_A_WEEK
    ),
    "the survey is taken away": lambda context, people: take_window_away(context.id),
    "the dates change": dated,
    "the programme opens": lambda context, people: open_now(context, today=utcnow().date()),
    "the programme closes": lambda context, people: close_now(context.id),
}


@pytest.mark.parametrize("what", DEEDS)
def test_everybody_is_scored_again_when(what: str, people: list[Membership]) -> None:
    context, other = people[0].context, make_member(make_context(), "Of another course")
    make_member(context, "Ruth Adeyemi", role="Instructor")
    DEEDS[what](context, people)
    assert waiting() == {one.id for one in people}
    assert other.id not in waiting()


def test_a_draft_that_staff_change_scores_nobody(people: list[Membership]) -> None:
    context = people[0].context
    draft = draw(context.id, size=4, seed=3)
    move(context.id, people[0].id, grouping_id=draft.id, to=None)
    assert waiting() == set()
