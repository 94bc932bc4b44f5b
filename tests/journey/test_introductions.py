"""A circle gets to know itself by what its members opened to it, and by nothing else."""

from typing import Any

import pytest
import time_machine
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.survey.actions import save_answers
from lti_tool.groups.survey.queries import survey_of
from tests.builders import Browser, make_circle, make_context, make_member
from tests.groups.survey.answering import open_survey

TUESDAY = ["tue-09", "tue-10", "tue-14"]


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    """Three who sit together, in a course whose survey is open."""
    with time_machine.travel("2026-11-25T12:00:00Z", tick=True):
        context = make_context()
        people = [
            make_member(context, name) for name in ("Amara Okonkwo", "Minh Anh", "Jonas Weber")
        ]
        open_survey(context.id)
        yield people


def _say(member: Membership, **values: Any) -> None:
    kept = survey_of(member)
    save_answers(member, values, seen=kept.version if kept else 0)


def _page(app: Flask, member: Membership) -> str:
    return Browser(app, member).get("/introductions").text


def test_a_mate_is_told_what_was_opened_and_nothing_else(
    app: Flask, circle: list[Membership]
) -> None:
    me, mate, _ = circle
    _say(mate, called="Minh, like mean", share="some", goals=["career"], background=["abroad"])
    _say(mate, experience="new", contest="qzx-prize", please_not=[me.id])
    make_circle(circle)
    page = _page(app, me)
    assert "Minh, like mean" in page
    assert "A next step in work" in page
    assert "another country" not in page
    assert "It is new to me" not in page
    assert "qzx-prize" not in page
    assert "Jonas Weber" not in page


def test_what_all_of_them_opened_alike_is_what_they_share(
    app: Flask, circle: list[Membership]
) -> None:
    for member, goals in zip(circle, (["skill", "career"], ["career"], ["career"]), strict=True):
        _say(member, goals=goals, share="some")
    make_circle(circle)
    shared = _page(app, circle[0]).partition("What you share")[2].partition("</section>")[0]
    assert "A next step in work" in shared
    assert "A skill of this course" not in shared


def test_where_nothing_is_shared_there_is_a_question_to_begin_with(
    app: Flask, circle: list[Membership]
) -> None:
    _say(circle[0], goals=["career"], share="nothing")
    make_circle(circle)
    page = _page(app, circle[1])
    assert "what would make this term a good one" in page
    assert "A next step in work" not in page


def test_only_hours_that_suit_all_are_told_on_the_readers_own_clock(
    app: Flask, circle: list[Membership]
) -> None:
    me, mate, other = circle
    _say(me, zone="Europe/Copenhagen", hours=[*TUESDAY, "wed-09"])
    _say(mate, zone="Europe/Copenhagen", hours=[*TUESDAY, "thu-09"])
    _say(other, zone="UTC", hours=["tue-08", "tue-09", "tue-13"])
    make_circle(circle)
    assert "Tuesday: 09–11, 14–15" in _page(app, me)
    assert "Tuesday: 08–10, 13–14" in _page(app, other)
    assert "Thursday" not in _page(app, me)


def test_what_was_opened_to_an_earlier_circle_stays_there(
    app: Flask, circle: list[Membership]
) -> None:
    me, mate, other = circle
    _say(mate, called="Minh, like mean")
    with time_machine.travel("2026-11-26T12:00:00Z", tick=True):
        make_circle([mate, other])
    with time_machine.travel("2026-12-26T12:00:00Z", tick=True):
        for seat in make_circle([mate, other, me], number=2).seats:
            seat.taken_at = utcnow()
        db.session.flush()
        assert "Minh, like mean" not in _page(app, me)


def test_somebody_without_a_circle_finds_nothing(app: Flask, circle: list[Membership]) -> None:
    assert Browser(app, circle[0]).get("/introductions").status_code == 404
