"""Reminders tell that something waits: to the right people, by day, without a word of theirs."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.models import PAUSE, Exit
from lti_tool.journey.help.models import Request
from lti_tool.reminders.actions import want_none, write_reminders
from lti_tool.reminders.models import Occasion
from lti_tool.reminders.reasons import REASONS
from lti_tool.reminders.words import reason_words
from tests.builders import Browser, make_circle, make_context, make_member
from tests.groups.survey.answering import open_survey
from tests.journey.writers import ask, meeting_keys, plan, sign, write_agreement
from tests.reminders.conftest import Sink

NOON = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
"""A Monday, 12:00 in Copenhagen; the first meeting is on Tuesday at 14:15."""
SECRET = "qzx-secret"


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as made:
        yield made


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    """Two who can be written to, and one whose address the platform keeps to itself."""
    context = make_context(title="Qualitative Methods")
    members = [make_member(context, name) for name in ("Amara Okonkwo", "Søren Holm", "Minh Anh")]
    make_circle(members)
    for one, name in zip(members, ("amara", "soren"), strict=False):
        one.user.email = f"{name}@example.edu"
    db.session.commit()
    return members


@pytest.fixture
def planned(app: Flask, circle: list[Membership]) -> list[Membership]:
    """The same, with meetings ahead."""
    plan(Browser(app, circle[0]), place=f"{SECRET}-place")
    return circle


def _to(post: Sink) -> list[str]:
    return sorted(str(one["To"]) for one in post.reminders)


def test_a_meeting_of_tomorrow_is_told_once_to_all_who_can_be_written_to(
    planned: list[Membership], post: Sink
) -> None:
    write_reminders()
    write_reminders()
    assert _to(post) == ["amara@example.edu", "soren@example.edu"]
    assert "Your circle meets: Tuesday 13 October, 14:15 (Europe/Copenhagen)." in post.texts[0]


def test_no_reminder_holds_a_word_or_a_name_of_anybody(
    app: Flask, planned: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    write_agreement(Browser(app, planned[0]), purpose=SECRET)
    open_survey(planned[0].context_id, days=1)
    clock.shift(timedelta(hours=21))
    write_reminders()
    text = "".join(post.texts) + "".join(str(one.items()) for one in post.reminders)
    assert len(post.reminders) == 2
    assert SECRET not in text
    assert [one for one in planned if one.user.name in text or one.user.given_name in text] == []


def test_who_said_how_they_take_part_is_not_told_of_that_meeting(
    app: Flask, planned: list[Membership], post: Sink
) -> None:
    browser = Browser(app, planned[0])
    browser.post(f"/meetings/{meeting_keys(browser)[0]}/attendance", {"how": "excused"})
    write_reminders()
    assert _to(post) == ["soren@example.edu"]


def test_who_takes_a_pause_is_left_in_peace(planned: list[Membership], post: Sink) -> None:
    db.session.add(Exit(membership_id=planned[0].id, kind=PAUSE))
    db.session.commit()
    write_reminders()
    assert _to(post) == ["soren@example.edu"]


def test_a_move_is_told_to_the_others_and_the_old_time_is_not(
    app: Flask, planned: list[Membership], post: Sink
) -> None:
    mover = Browser(app, planned[1])
    key = meeting_keys(mover)[0]
    day, hour = "2026-10-16", "09:00"
    sent = {"-version": "1", "day": day, "clock": hour}
    assert mover.post(f"/meetings/{key}/move", sent).status_code == 303
    write_reminders()
    assert _to(post) == ["amara@example.edu"]
    assert "Meeting 1 has a new time: Friday 16 October, 09:00" in post.texts[0]
    assert "14:15" not in post.texts[0]


def test_a_signature_is_asked_for_after_two_days_and_no_more_once_given(
    app: Flask, circle: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    write_agreement(Browser(app, circle[0]))
    write_reminders()
    assert post.reminders == []
    clock.shift(timedelta(days=2, minutes=1))
    sign(Browser(app, circle[0]), version=1)
    write_reminders()
    assert _to(post) == ["soren@example.edu"]
    assert "waits for your signature" in post.texts[0]


def test_a_survey_that_ends_soon_is_told_with_its_day(
    app: Flask, circle: list[Membership], post: Sink
) -> None:
    open_survey(circle[0].context_id, days=1)
    write_reminders()
    assert "Your say before the circles are made: until 12 October 2026." in post.texts[0]


def test_that_somebody_asks_for_help_is_told_without_their_words_until_it_is_answered(
    app: Flask, circle: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    ask(Browser(app, circle[2]), words=SECRET)
    asked = db.session.scalars(select(Request.id)).one()
    answered = Browser(app, circle[0]).post(f"/asked/{asked}", {"answer": "Begin with the third."})
    assert answered.status_code == 303
    write_reminders()
    assert _to(post) == ["soren@example.edu"]
    assert "Somebody asks you for help." in post.texts[0]
    assert SECRET not in post.texts[0] and "Minh" not in post.texts[0]


def test_several_things_in_several_courses_come_in_one_reminder(
    app: Flask, planned: list[Membership], post: Sink
) -> None:
    other = make_context(planned[0].context.deployment.registration, title="Statistics")
    member = Membership(context_id=other.id, user_id=planned[0].user_id, launch_roles=["Learner"])
    member.roster_roles = []
    member.settle_roles()
    db.session.add(member)
    open_survey(other.id, days=1)
    write_reminders()
    mine = next(one for one in post.reminders if "amara" in one["To"])
    assert mine["Subject"] == "Peer Circles: 2 things wait"
    assert "Qualitative Methods\n– Your circle meets" in mine.get_content()
    assert "Statistics\n– Your say" in mine.get_content()


def test_nothing_leaves_by_night_and_it_leaves_in_the_morning(
    planned: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 10, 12, 20, 30, tzinfo=UTC))
    write_reminders()
    assert post.reminders == []
    clock.move_to(datetime(2026, 10, 13, 6, 5, tzinfo=UTC))
    write_reminders()
    assert len(post.reminders) == 2


def test_night_is_where_the_person_says_they_live(
    app: Flask, planned: list[Membership], post: Sink
) -> None:
    survey = {"-version": "0", "zone": "Pacific/Auckland"}
    open_survey(planned[0].context_id, days=9)
    assert Browser(app, planned[0]).post("/survey/hours", survey).status_code == 303
    write_reminders()
    assert _to(post) == ["soren@example.edu"]


def test_a_second_reminder_waits_for_the_next_day_and_comes_to_nothing_meanwhile(
    app: Flask, planned: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    write_reminders()
    open_survey(planned[0].context_id, days=1)
    clock.shift(timedelta(hours=1))
    write_reminders()
    assert len(post.reminders) == 2
    clock.shift(timedelta(days=3))
    write_reminders()
    assert len(post.reminders) == 2
    assert db.session.scalars(select(Occasion).filter_by(state="waiting")).all() == []


def test_a_person_is_written_to_in_their_language(
    app: Flask, planned: list[Membership], post: Sink
) -> None:
    planned[0].user.locale, planned[1].user.locale = "de", "it"
    planned[1].user.language = "da"
    db.session.commit()
    write_reminders()
    said = {
        str(one["To"])[:5]: (one["Content-Language"], one.get_content()) for one in post.reminders
    }
    assert said["amara"][0] == "de" and "Dein Kreis trifft sich" in said["amara"][1]
    assert said["soren"][0] == "da" and "Din cirkel mødes" in said["soren"][1]


def test_where_no_mail_server_is_set_nothing_is_gathered(planned: list[Membership]) -> None:
    write_reminders()
    assert db.session.scalars(select(Occasion)).all() == []


def test_whoever_wants_none_gets_none(planned: list[Membership], post: Sink) -> None:
    want_none(planned[0].user_id)
    db.session.commit()
    write_reminders()
    assert _to(post) == ["soren@example.edu"]


def test_a_busy_server_is_tried_again_later_and_longer_each_time(
    planned: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    post.answer = "451 try again later"
    for minutes in (0, 6, 11):
        clock.shift(timedelta(minutes=minutes))
        write_reminders()
    rows = db.session.scalars(select(Occasion).order_by(Occasion.attempts)).all()
    assert max(one.attempts for one in rows) == 3
    assert all(one.next_try_at > utcnow() for one in rows if one.attempts == 3)
    post.answer = ""
    clock.shift(timedelta(hours=1))
    write_reminders()
    assert len(post.reminders) == 2


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    planned: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    post.answer = "550 no such mailbox"
    assert write_reminders().failed == 2
    post.answer = ""
    clock.shift(timedelta(hours=1))
    write_reminders()
    assert post.reminders == []


def test_a_server_that_is_not_there_loses_nothing(
    app: Flask, planned: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    there = app.extensions["settings"]
    nowhere = replace(there.mail, url="smtp://127.0.0.1:9")
    app.extensions["settings"] = replace(there, mail=nowhere)
    assert write_reminders().later == 1
    app.extensions["settings"] = there
    write_reminders()
    assert len(post.reminders) == 2


def test_two_workers_at_once_write_one_reminder_each(
    app: Flask, planned: list[Membership], post: Sink
) -> None:
    def work() -> None:
        with app.app_context():
            write_reminders()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert _to(post) == ["amara@example.edu", "soren@example.edu"]


def test_a_reminder_whose_writer_died_is_sent_under_the_same_name(
    planned: list[Membership], post: Sink, clock: time_machine.Traveller
) -> None:
    write_reminders()
    first = {one["To"]: one["Message-ID"] for one in post.reminders}
    for one in db.session.scalars(select(Occasion)):
        one.state, one.sent_at, one.claimed_until = "waiting", None, utcnow()
    db.session.commit()
    clock.shift(timedelta(minutes=3))
    write_reminders()
    assert {one["To"]: one["Message-ID"] for one in post.reminders[2:]} == first


def test_every_reason_has_its_sentence(app: Flask) -> None:
    facts = {
        "number": 1,
        "at": NOON.isoformat(),
        "zone": "UTC",
        "day": "2026-10-12",
        "asked": "help",
    }
    assert all(reason_words(kind, facts) for kind in REASONS)
