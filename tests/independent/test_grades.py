"""Scores in a gradebook that others wrote: a column, its results, and what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from lti_tool.db import db
from lti_tool.gradebook.actions import SendReport, send_due
from lti_tool.gradebook.models import LineItem, OutboxScore
from tests.gradebook.conftest import does, settle_and_send
from tests.independent.course import AMARA, LI, SOREN, Course, subject

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def results(course: Course) -> dict[str, tuple[Any, ...]]:
    """What the platform's gradebook says of each person."""
    url = db.session.query(LineItem.url).scalar()
    names = ("resultScore", "resultMaximum", "comment")
    return {one["userId"]: tuple(one[n] for n in names) for one in course.results(url)}


def test_a_column_is_made_once_and_every_score_arrives(course: Course) -> None:
    for person in (AMARA, SOREN, LI):
        course.launch(person)
        does(course.member(person), "goal")
    assert settle_and_send() == SendReport(sent=3)
    does(course.member(LI), "step", "reflection")
    assert settle_and_send() == SendReport(sent=1)
    third = (1.67, 5.0, "1 of 3 items done")
    assert results(course) == {
        subject(AMARA): third,
        subject(SOREN): third,
        subject(LI): (5.0, 5.0, "3 of 3 items done"),
    }
    made = [url for url in course.posted_to("/lti-ags") if not url.endswith("/scores")]
    assert made == [course.context.line_items_url]


def test_a_column_that_is_there_is_found_again(course: Course) -> None:
    course.launch(AMARA)
    does(course.member(AMARA), "goal")
    settle_and_send()
    url = db.session.query(LineItem.url).scalar()
    db.session.execute(update(LineItem).values(url=None))
    does(course.member(AMARA), "step")
    assert settle_and_send() == SendReport(sent=1)
    assert db.session.query(LineItem.url).scalar() == url


def test_a_score_whose_answer_was_lost_is_sent_again_and_stands(course: Course) -> None:
    course.launch(AMARA)
    does(course.member(AMARA), "goal")
    settle_and_send()
    lost: dict[str, Any] = {"state": "waiting", "sent_at": None, "sent_score": None, "attempts": 1}
    db.session.execute(update(OutboxScore).values(lost))
    db.session.commit()
    assert send_due() == SendReport(sent=1)
    assert results(course) == {subject(AMARA): (1.67, 5.0, "1 of 3 items done")}


def test_the_column_that_the_platform_made_for_our_link_is_used(
    open_course: Callable[..., Course],
) -> None:
    course = open_course(grades="declarative")
    course.launch(AMARA)
    does(course.member(AMARA), "goal", "step", "reflection")
    assert settle_and_send() == SendReport(sent=1)
    assert results(course)[subject(AMARA)][0] == 5.0
    assert [url.rpartition("/")[2] for url in course.posted_to("/lti-ags")] == ["scores"]
