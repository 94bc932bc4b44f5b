"""What members are asked to do, and how it counts: by course, by circle and by person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import settle_due
from lti_tool.gradebook.models import OutboxScore
from lti_tool.groups.models import PAUSE, Exit, Seat
from lti_tool.groups.survey.actions import open_window
from lti_tool.groups.survey.models import CIRCLES
from lti_tool.journey.meetings.actions import mark_attendance
from lti_tool.journey.meetings.models import Meeting, MeetingNote
from lti_tool.programme.actions import record, record_once
from lti_tool.programme.queries import standing_of
from lti_tool.programme.scoring import Line
from tests.builders import make_circle, make_context, make_member

BEFORE = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture
def clock(app: Flask) -> time_machine.Traveller:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def circle(app: Flask, clock: time_machine.Traveller) -> list[Membership]:
    context = make_context()
    members = [make_member(context, name) for name in ("Ann", "Ben", "Cem")]
    make_circle(members)
    return members


def meet(circle: list[Membership], number: int, *, weeks: int) -> Meeting:
    """A meeting of this circle, so many weeks after the clock began."""
    seat = db.session.query(Seat).filter_by(membership_id=circle[0].id, left_at=None).one()
    made = Meeting(
        group_id=seat.group_id, number=number, starts_at=BEFORE + weeks * WEEK, minutes=50,
        zone="UTC", mode="room", place="", agenda="check_in",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def line(member: Membership, item: str) -> Line:
    db.session.flush()
    return next(one for one in standing_of(member).lines if one.item == item)


def asked(member: Membership) -> set[str]:
    return {one.item for one in standing_of(member).lines if one.asked}


def test_where_no_survey_is_asked_and_nobody_sits_in_a_circle_only_three_things_count(
    app: Flask,
) -> None:
    assert asked(make_member(make_context())) == {"goal", "step", "reflection"}


def test_a_survey_counts_where_it_is_asked_and_is_due_when_it_closes(
    app: Flask, clock: time_machine.Traveller
) -> None:
    member = make_member(make_context())
    open_window(member.context_id, closes_at=BEFORE + WEEK)
    assert (line(member, "survey").due, line(member, "survey").asked) == (0, 1)
    clock.move_to(BEFORE + 2 * WEEK)
    assert line(member, "survey").due == 1


def test_choosing_seats_is_no_survey(app: Flask) -> None:
    member = make_member(make_context())
    open_window(member.context_id, closes_at=utcnow() + WEEK, asks=CIRCLES)
    assert "survey" not in asked(member)


def test_a_circle_asks_for_its_agreement_two_weeks_later(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    assert line(circle[0], "agreement").due == 0
    clock.move_to(BEFORE + 2 * WEEK)
    assert line(circle[0], "agreement").due == 1


def test_who_sits_alone_is_asked_for_nothing_that_needs_others(app: Flask) -> None:
    alone = make_member(make_context())
    make_circle([alone])
    meet([alone], 1, weeks=0)
    assert asked(alone) == {"goal", "step", "reflection"}


def test_each_meeting_counts_for_itself_once_it_is_over(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    first = meet(circle, 1, weeks=1)
    meet(circle, 2, weeks=3)
    clock.move_to(BEFORE + 2 * WEEK)
    assert (line(circle[0], "meeting").done, line(circle[0], "meeting").due) == (0, 1)
    mark_attendance(circle[0], first, "written")
    assert (line(circle[0], "meeting").done, line(circle[0], "meeting").due) == (1, 1)
    clock.move_to(BEFORE + 4 * WEEK)
    assert (line(circle[0], "meeting").done, line(circle[0], "meeting").due) == (1, 2)


@pytest.mark.parametrize("how", ["there", "remote", "written", "excused", ""])
def test_what_mates_say_of_themselves_changes_nothing_for_me(
    circle: list[Membership], clock: time_machine.Traveller, how: str
) -> None:
    meeting = meet(circle, 1, weeks=1)
    clock.move_to(BEFORE + 2 * WEEK)
    mark_attendance(circle[0], meeting, "there")
    before = standing_of(circle[0])
    for mate in circle[1:]:
        mark_attendance(mate, meeting, how)
    db.session.flush()
    assert standing_of(circle[0]) == before


def test_who_is_excused_is_not_counted_against(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    meeting = meet(circle, 1, weeks=1)
    clock.move_to(BEFORE + 2 * WEEK)
    mark_attendance(circle[0], meeting, "excused")
    found = line(circle[0], "meeting")
    assert (found.due, found.excused) == (0, 1)


def test_a_mark_that_is_corrected_takes_only_its_own_meeting_back(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    meetings = [meet(circle, i, weeks=i) for i in (1, 2)]
    clock.move_to(BEFORE + 2 * WEEK + timedelta(days=3))
    for one in meetings:
        mark_attendance(circle[0], one, "there")
        db.session.expire(one)
    mark_attendance(circle[0], meetings[0], "")
    assert (line(circle[0], "meeting").done, line(circle[0], "meeting").due) == (1, 2)


def test_the_note_is_asked_of_its_keeper_until_somebody_files_it(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    meeting = meet(circle, 1, weeks=1)
    clock.move_to(BEFORE + 3 * WEEK)
    keepers = [one for one in circle if line(one, "note").due]
    assert len(keepers) == 1
    other = next(one for one in circle if one not in keepers)
    db.session.add(MeetingNote(meeting_id=meeting.id, answers={}, author_id=other.id))
    record_once(other, "note", meeting.key)
    assert (line(keepers[0], "note").due, line(keepers[0], "note").excused) == (0, 1)
    assert (line(other, "note").done, line(other, "note").due) == (1, 1)


def test_who_comes_later_is_asked_for_later_meetings_only(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    meet(circle, 1, weeks=1)
    meet(circle, 2, weeks=3)
    clock.move_to(BEFORE + 2 * WEEK)
    late = make_member(circle[0].context, "Zoe")
    seat = db.session.query(Seat).filter_by(membership_id=circle[0].id).one()
    db.session.add(Seat(group_id=seat.group_id, membership_id=late.id))
    assert line(late, "meeting").asked == 1
    assert line(circle[0], "meeting").asked == 2


def test_who_goes_keeps_the_credit_and_is_asked_for_what_one_can_do_alone(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    meetings = [meet(circle, i, weeks=i) for i in (1, 2)]
    clock.move_to(BEFORE + 2 * WEEK)
    mark_attendance(circle[0], meetings[0], "there")
    record(circle[0], "agreement")
    db.session.query(Seat).filter_by(membership_id=circle[0].id).one().left_at = utcnow()
    clock.move_to(BEFORE + 4 * WEEK)
    assert asked(circle[0]) == {"goal", "step", "reflection"}
    assert (line(circle[0], "meeting").done, line(circle[0], "meeting").due) == (1, 1)
    assert line(circle[0], "agreement").done == 1


def test_who_pauses_is_not_asked_for_meetings_meanwhile(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    for i in (1, 3):
        meet(circle, i, weeks=i)
    clock.move_to(BEFORE + 2 * WEEK)
    db.session.add(Exit(membership_id=circle[0].id, kind=PAUSE))
    assert line(circle[0], "meeting").asked == 1


def test_a_circle_that_was_made_meanwhile_is_noticed_within_a_day(
    app: Flask, clock: time_machine.Traveller
) -> None:
    context = make_context()
    ann, ben = make_member(context, "Ann"), make_member(context, "Ben")
    record(ann, "goal")
    db.session.commit()
    settle_due()
    make_circle([ann, ben])
    meet([ann, ben], 1, weeks=0)
    db.session.commit()
    clock.move_to(BEFORE + timedelta(days=3))
    settle_due()
    row = db.session.query(OutboxScore).filter_by(membership_id=ann.id).one()
    assert row.comment == "1 of 4 items done"


def test_a_meeting_that_moves_is_due_later_and_the_score_is_worked_out_again_by_itself(
    circle: list[Membership], clock: time_machine.Traveller
) -> None:
    meet(circle, 1, weeks=1)
    record(circle[0], "goal")
    db.session.commit()
    settle_due()
    row = db.session.query(OutboxScore).filter_by(membership_id=circle[0].id).one()
    assert row.comment == "1 of 3 items done"
    clock.move_to(BEFORE + 1.5 * WEEK)
    settle_due()
    db.session.expire_all()
    assert row.comment == "1 of 4 items done"
