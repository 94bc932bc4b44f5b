"""Who took part: what each says counts, what the note keeper saw stands beside it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.journey.meetings.models import Attendance, Meeting
from lti_tool.journey.meetings.rota import rota
from lti_tool.programme.queries import has_done
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import meeting_keys, plan

DURING = datetime(2026, 10, 13, 12, 30, tzinfo=UTC)
"""A quarter of an hour into the first meeting of the usual plan."""


class Met:
    """A circle in its first meeting: its note keeper and two others."""

    def __init__(self, app: Flask) -> None:
        self.app, self.context = app, make_context()
        people = [make_member(self.context, name) for name in ("Amara O", "Ben <i>K</i>", "Cem D")]
        make_circle(people, number=7)
        with time_machine.travel(DURING - timedelta(days=9), tick=False):
            plan(Browser(app, people[0]))
            self.key = meeting_keys(Browser(app, people[0]))[0]
        self.number = db.session.scalar(select(Meeting.number).filter_by(key=self.key))
        keeper = rota([one.id for one in people], self.number or 1, {})["note_keeper"]
        self.keeper = next(one for one in people if one.id == keeper)
        self.others = [one for one in people if one.id != keeper]

    def says(self, who: Membership, how: str) -> None:
        answer = Browser(self.app, who).post(f"/meetings/{self.key}/attendance", {"how": how})
        assert answer.status_code == 303

    def sees(self, who: Membership, *there: Membership) -> int:
        sent = {"there": [str(one.id) for one in there]}
        return int(Browser(self.app, who).post(f"/meetings/{self.key}/seen", sent).status_code)

    def page(self, who: Membership) -> str:
        return str(Browser(self.app, who).get(f"/meetings/{self.key}").text)

    def board(self) -> str:
        staff = make_member(self.context, "Ruth", role="Instructor")
        return str(Browser(self.app, staff).get("/board/circles/7").text)


@pytest.fixture
def met(app: Flask) -> Met:
    return Met(app)


@pytest.fixture(autouse=True)
def clock(met: Met) -> time_machine.Traveller:
    with time_machine.travel(DURING + timedelta(hours=2), tick=False) as traveller:
        yield traveller


def test_only_whoever_keeps_the_note_is_asked_whom_they_saw(met: Met) -> None:
    assert "Who took part, as you saw it" in met.page(met.keeper)
    assert "Who took part, as you saw it" not in met.page(met.others[0])
    assert met.sees(met.others[0], met.others[1]) == 404


def test_marks_that_differ_are_told_to_the_member_and_to_staff_and_the_own_one_counts(
    met: Met,
) -> None:
    ben, cem = met.others
    met.says(ben, "there")
    met.says(cem, "remote")
    assert "Marks that differ" not in met.board()
    page = met.page(met.keeper)
    assert all(f'value="{one.id}" checked' in page for one in (ben, cem))
    assert met.sees(met.keeper, cem) == 303
    page = met.page(met.keeper)
    assert f'value="{cem.id}" checked' in page
    assert f'value="{ben.id}" checked' not in page
    assert "saw it otherwise" in met.page(ben)
    assert "saw it otherwise" not in met.page(cem)
    assert has_done(ben, "meeting", met.key)
    board = met.board()
    assert "Own mark: there. Noted: did not take part." in board
    assert "Own mark: by video" not in board


def test_a_mark_that_is_corrected_differs_no_more(met: Met) -> None:
    ben = met.others[0]
    met.says(ben, "there")
    met.sees(met.keeper)
    met.says(ben, "excused")
    assert "Marks that differ" not in met.board()
    assert "saw it otherwise" not in met.page(ben)


def test_whoever_was_seen_and_said_nothing_is_reminded_and_gets_nothing_by_others(met: Met) -> None:
    ben = met.others[0]
    met.sees(met.keeper, ben)
    assert "The note keeper saw you there." in met.page(ben)
    assert not has_done(ben, "meeting", met.key)
    assert "Marks that differ" not in met.board()


def test_nobody_else_can_be_noted_and_it_is_too_late_after_two_weeks(
    app: Flask, met: Met, clock: time_machine.Traveller
) -> None:
    stranger = make_member(met.context, "Dora D")
    db.session.commit()
    assert met.sees(met.keeper, stranger) == 404
    assert met.sees(met.keeper, met.keeper) == 404
    clock.shift(timedelta(days=15))
    assert met.sees(met.keeper, met.others[0]) == 404
    assert db.session.query(Attendance).count() == 0


def test_staff_of_another_course_see_nothing_of_it(app: Flask, met: Met) -> None:
    met.says(met.others[0], "there")
    met.sees(met.keeper)
    elsewhere = Browser(app, make_member(make_context(), "Rik", role="Instructor"))
    assert "Noted:" not in elsewhere.get("/board/circles/7").text
