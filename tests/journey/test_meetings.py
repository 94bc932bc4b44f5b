"""The meetings of a circle: planned once, moved without fault, noted in three minutes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.shelf import load_forms
from lti_tool.journey.meetings.agendas import load_agendas
from lti_tool.journey.meetings.models import Meeting, Promise
from lti_tool.programme.models import ParticipationEvent
from lti_tool.programme.queries import standings
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import (
    PLAN,
    file_note,
    meeting_keys,
    plan,
    promise,
    sign,
    write_agreement,
    write_goal,
)

BEFORE = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
FIRST = datetime(2026, 10, 13, 12, 15, tzinfo=UTC)
"""14:15 in Copenhagen, in summer time."""


@pytest.fixture
def clock(app: Flask) -> time_machine.Traveller:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def circle(app: Flask, clock: time_machine.Traveller) -> list[Membership]:
    context = make_context()
    members = [make_member(context, name) for name in ("Amara Okonkwo", "Søren K", "Minh Anh")]
    make_circle(members, number=7)
    return members


@pytest.fixture
def browsers(app: Flask, circle: list[Membership]) -> list[Browser]:
    return [Browser(app, one) for one in circle]


def _again(app: Flask, circle: list[Membership]) -> list[Browser]:
    """Everybody comes in anew: a visit lasts half a day."""
    return [Browser(app, one) for one in circle]


def _meetings() -> list[Meeting]:
    db.session.expire_all()
    return list(db.session.scalars(select(Meeting).order_by(Meeting.number)))


def _promises() -> list[Promise]:
    db.session.expire_all()
    return list(db.session.scalars(select(Promise).order_by(Promise.position)))


def _lines(member: Membership) -> list[tuple[str, bool]]:
    query = select(ParticipationEvent).filter_by(membership_id=member.id)
    return [(one.item, one.is_done) for one in db.session.scalars(query)]


def test_one_form_plans_the_whole_series_across_the_end_of_summer_time(
    browsers: list[Browser],
) -> None:
    plan(browsers[0])
    starts = [one.starts_at for one in _meetings()]
    assert [one.isoformat()[:16] for one in starts] == [
        "2026-10-13T12:15", "2026-10-27T13:15", "2026-11-10T13:15",
    ]  # fmt: skip
    page = browsers[1].get("/meetings").text
    assert "Tuesday 13 October, 14:15–15:05, Copenhagen time" in page
    assert "Tuesday 27 October, 14:15–15:05, Copenhagen time" in page


def test_the_next_meeting_stands_at_home_in_the_ring_and_below(browsers: list[Browser]) -> None:
    plan(browsers[0])
    page = browsers[1].get("/home").text
    assert "Tue 13 Oct" in page
    assert "Library, room 2.14" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("clock", "half two", "Write the time with hours and minutes"),
        ("zone", "Europe/Kopenhagen", "There is no time zone with this name."),
        ("first_day", "2026-02-30", "Choose a day that exists"),
        ("first_day", "2026-09-01", "Choose a date after today"),
        ("count", "500", "Write a whole number from 1 to 20."),
        ("minutes", "5", "Write a whole number from 20 to 120."),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_a_sentence_and_kept_as_typed(
    browsers: list[Browser], field: str, typed: str, sentence: str
) -> None:
    answer = browsers[0].post("/meetings/plan", {**PLAN, field: typed, "-version": "0"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert _meetings() == []


def test_a_new_plan_moves_what_lies_ahead_and_leaves_what_was(
    app: Flask,
    browsers: list[Browser],
    circle: list[Membership],
    clock: time_machine.Traveller,
) -> None:
    plan(browsers[0])
    clock.move_to(FIRST + timedelta(days=1))
    key = _meetings()[1].key
    plan(_again(app, circle)[0], seen=1, first_day="2026-10-28", count="1", place="Café")
    first, second, third = _meetings()
    assert (first.starts_at, first.place) == (FIRST, "Library, room 2.14")
    assert (second.key, second.place) == (key, "Café")
    assert second.starts_at.isoformat()[:16] == "2026-10-28T13:15"
    assert third.dropped_at is not None


def test_of_two_who_plan_at_once_the_second_sees_both(browsers: list[Browser]) -> None:
    plan(browsers[0], place="From Amara")
    sent = {**PLAN, "place": "From Søren", "-version": "0"}
    answer = browsers[1].post("/meetings/plan", sent)
    assert answer.status_code == 409
    assert "From Amara" in answer.text and "From Søren" in answer.text
    assert {one.place for one in _meetings()} == {"From Amara"}


def test_moving_a_meeting_is_not_missing_it_and_everybody_is_told(
    browsers: list[Browser], circle: list[Membership]
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    sent = {"day": "2026-10-15", "clock": "9:30", "-version": "1"}
    assert browsers[0].post(f"/meetings/{key}/move", sent).status_code == 303
    assert _meetings()[0].starts_at.isoformat()[:16] == "2026-10-15T07:30"
    assert "Meeting 1 is moved to Thursday 15 October, 09:30." in browsers[1].get("/home").text
    assert _lines(circle[0]) == []


def test_a_time_that_the_clocks_leave_out_is_refused_beside_its_box(
    browsers: list[Browser],
) -> None:
    spring = {"first_day": "2027-03-28", "clock": "02:30", "zone": "Europe/Copenhagen"}
    asked = {**PLAN, **spring, "-version": "0"}
    refused = browsers[0].post("/meetings/plan", asked)
    assert refused.status_code == 422
    assert "The clocks leave out 02:30 on that day." in refused.text
    assert 'value="02:30"' in refused.text
    assert _meetings() == []
    plan(browsers[0], **{**spring, "clock": "03:30"})
    key = meeting_keys(browsers[0])[0]
    moved = {"day": "2027-03-28", "clock": "02:15", "-version": "1"}
    assert "The clocks leave out 02:15" in browsers[0].post(f"/meetings/{key}/move", moved).text


def test_a_meeting_does_not_move_into_the_past(browsers: list[Browser]) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    sent = {"day": "2026-10-01", "clock": "01:00", "-version": "1"}
    answer = browsers[0].post(f"/meetings/{key}/move", sent)
    assert answer.status_code == 422
    assert "Choose a time that lies ahead." in answer.text


def test_two_moves_in_a_row_ask_the_group(browsers: list[Browser]) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    for seen, day in ((1, "2026-10-15"), (2, "2026-10-16")):
        assert "Two moves in a row" not in browsers[1].get("/meetings").text
        sent = {"day": day, "clock": "14:15", "-version": str(seen)}
        browsers[0].post(f"/meetings/{key}/move", sent)
    assert "Two moves in a row" in browsers[1].get("/meetings").text
    assert "Two moves in a row" in browsers[2].get("/home").text


def test_a_move_made_on_an_old_page_changes_nothing(browsers: list[Browser]) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    for clock, status in (("10:00", 303), ("11:00", 409)):
        sent = {"day": "2026-10-15", "clock": clock, "-version": "1"}
        assert browsers[0].post(f"/meetings/{key}/move", sent).status_code == status
    assert _meetings()[0].starts_at.isoformat()[:16] == "2026-10-15T08:00"


def test_the_calendar_file_holds_every_meeting_and_moves_with_it(browsers: list[Browser]) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    browsers[0].post(
        f"/meetings/{key}/move", {"day": "2026-10-15", "clock": "10:00", "-version": "1"}
    )
    answer = browsers[1].get("/meetings/calendar.ics")
    assert answer.mimetype == "text/calendar"
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert len(events) == 3
    moved = next(one for one in events if one["uid"] == f"{key}@peer-circles")
    assert moved.decoded("dtstart") == datetime(2026, 10, 15, 8, 0, tzinfo=UTC)
    assert moved.decoded("sequence") == 2
    assert "Library" in moved["location"]


def test_a_private_address_names_nobody_and_a_new_one_ends_it(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    plan(browsers[0])
    old, new = (
        re.search(r"/calendar/[\w-]+\.ics", browsers[0].post("/meetings/address").text)
        for _ in range(2)
    )
    assert old and new
    stranger = app.test_client()
    assert stranger.get(old[0]).status_code == 404
    told = stranger.get(new[0]).text
    assert told.count("BEGIN:VEVENT") == 3
    assert not [one for one in ("Library", "Amara", "Søren", "Circle 7") if one in told]
    circle[0].left_at = utcnow()
    db.session.commit()
    assert stranger.get(new[0]).status_code == 404


def test_one_says_how_one_took_part_and_can_correct_it_for_two_weeks(
    app: Flask,
    browsers: list[Browser],
    circle: list[Membership],
    clock: time_machine.Traveller,
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    early = browsers[0].post(f"/meetings/{key}/attendance", {"how": "there"})
    assert early.status_code == 422
    assert "from the start of a meeting" in early.text
    clock.move_to(FIRST + timedelta(minutes=30))
    amara, soren, _ = _again(app, circle)
    for how in ("there", "there", "remote"):
        assert amara.post(f"/meetings/{key}/attendance", {"how": how}).status_code == 303
    assert "Amara: by video" in re.sub(r"</?bdi>", "", soren.get(f"/meetings/{key}").text)
    assert _lines(circle[0]) == [("meeting", True)]
    amara.post(f"/meetings/{key}/attendance", {"how": "excused"})
    assert _lines(circle[0]) == [("meeting", True), ("meeting", False)]
    assert _lines(circle[1]) == []
    clock.move_to(FIRST + timedelta(days=16))
    late = _again(app, circle)[0].post(f"/meetings/{key}/attendance", {"how": "there"})
    assert late.status_code == 422


def test_who_cannot_come_says_so_beforehand(browsers: list[Browser]) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    assert browsers[0].post(f"/meetings/{key}/attendance", {"how": "excused"}).status_code == 303
    assert "could not come" in browsers[1].get(f"/meetings/{key}").text


def test_a_card_is_shown_to_the_others_when_the_meeting_begins(
    app: Flask,
    browsers: list[Browser],
    circle: list[Membership],
    clock: time_machine.Traveller,
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    card = {"topic": "How do I ask for interviews?", "-version": "0"}
    assert browsers[0].post(f"/meetings/{key}/card", card).status_code == 303
    assert "interviews" in browsers[0].get(f"/meetings/{key}").text
    assert "interviews" not in browsers[1].get(f"/meetings/{key}").text
    clock.move_to(FIRST)
    assert "interviews" in _again(app, circle)[1].get(f"/meetings/{key}").text


def test_a_card_that_names_what_is_off_limits_warns_its_writer_alone(
    browsers: list[Browser],
) -> None:
    plan(browsers[0])
    browsers[1].post("/agreement/topics", {"topic": "Money"})
    key, said = _meetings()[0].key, "does not talk about this: Money."
    for seen, topic in enumerate(("How MONEY makes me nervous", "Moneybags, a film")):
        sent = {"topic": topic, "-version": str(seen)}
        assert browsers[0].post(f"/meetings/{key}/card", sent).status_code == 303
        page = browsers[0].get(f"/meetings/{key}?said=card").text
        assert (said in page) is (seen == 0)
        assert said not in browsers[2].get(f"/meetings/{key}?said=card").text


def test_a_topic_can_be_added_at_any_time_and_takes_no_reason(browsers: list[Browser]) -> None:
    plan(browsers[0])
    write_agreement(browsers[0])
    sign(browsers[1], version=1)
    assert browsers[1].post("/agreement/topics", {"topic": "Family"}).status_code == 303
    page = browsers[0].get("/agreement").text
    assert "Family" in page
    assert "1 of 3 have signed" in page


def test_a_note_says_that_support_was_given_and_needs_no_word(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    file_note(browsers[0], key, points="", support="yes")
    told = "We gave each other support"
    assert told in browsers[1].get(f"/meetings/{key}").text
    teacher = Browser(app, make_member(circle[0].context, "Dr Ruth", role="Instructor"))
    for path in ("/board", "/numbers", "/numbers/numbers.csv"):
        answer = teacher.get(path)
        assert answer.status_code == 200
        assert told not in answer.text
    assert browsers[0].post(f"/meetings/{key}/note", {"-version": "1"}).status_code == 422


def test_who_was_not_there_never_costs_whoever_was(
    app: Flask, browsers: list[Browser], circle: list[Membership], clock: time_machine.Traveller
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    clock.move_to(FIRST + timedelta(minutes=30))
    amara = _again(app, circle)[0]
    amara.post(f"/meetings/{key}/attendance", {"how": "there"})
    clock.move_to(FIRST + timedelta(days=4))
    before = standings(circle)[circle[0].id]
    _again(app, circle)[1].post(f"/meetings/{key}/attendance", {"how": "excused"})
    db.session.expire_all()
    after = standings(circle)
    assert after[circle[0].id] == before
    assert _lines(circle[0]) == [("meeting", True)]
    assert after[circle[0].id].done > after[circle[2].id].done


def test_an_empty_card_asks_for_a_few_words(browsers: list[Browser]) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    answer = browsers[0].post(f"/meetings/{key}/card", {"topic": " ", "-version": "0"})
    assert answer.status_code == 422
    assert "Write a few words in one of the three boxes." in answer.text


def test_a_role_is_taken_over_in_one_tap_and_given_back(browsers: list[Browser]) -> None:
    plan(browsers[0])
    key = _meetings()[0].key

    def host(browser: Browser) -> str:
        found = re.search(r"<dt>Host</dt><dd>(.*?)</dd>", browser.get(f"/meetings/{key}").text)
        assert found
        return re.sub(r"<.*?>", "", found[1])

    assert host(browsers[0]) == "Søren"
    browsers[0].post(f"/meetings/{key}/roles", {"role": "host"})
    assert host(browsers[0]).startswith("You.")
    assert "Roles were swapped for meeting 1." in browsers[1].get("/home").text
    browsers[1].post(f"/meetings/{key}/roles", {"role": "host"})
    assert host(browsers[0]) == "Søren"


def _own_promises(browser: Browser) -> str:
    page: str = browser.get("/home").text
    return page.partition("My promises")[2].partition("</section>")[0]


def test_promises_of_a_note_flow_into_each_owners_list(
    browsers: list[Browser], circle: list[Membership]
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    rows = {
        **promise(0, circle[1].id, "Draw a timeline", "2026-10-20"),
        **promise(2, circle[0].id, "Send two articles"),
    }
    file_note(browsers[0], key, decisions="We write first\nThen we talk", **rows)
    assert "Draw a timeline" in _own_promises(browsers[1])
    assert "Draw a timeline" not in _own_promises(browsers[0])
    news = browsers[2].get("/home").text.partition("Since you were here")[2]
    for line in ("Decided: We write first", "Decided: Then we talk", "Promised: Draw a timeline"):
        assert line in news
    assert _lines(circle[0]) == [("note", True)]


def test_only_its_owner_says_what_became_of_a_promise(
    browsers: list[Browser], circle: list[Membership]
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    file_note(browsers[0], key, **promise(0, circle[1].id, "Draw a timeline"))
    number = _promises()[0].id
    other = browsers[0].post(f"/meetings/promises/{number}", {"outcome": "kept"})
    assert other.status_code == 404
    assert browsers[1].post(f"/meetings/promises/{number}", {"outcome": "kept"}).status_code == 303
    assert _promises()[0].outcome == "kept"
    assert "Kept: Draw a timeline" in browsers[0].get("/home").text
    browsers[1].post(f"/meetings/promises/{number}", {"outcome": "open"})
    assert (_promises()[0].outcome, _promises()[0].settled_at) == ("open", None)


def test_a_corrected_note_keeps_the_promises_with_what_became_of_them(
    browsers: list[Browser], circle: list[Membership]
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    first = promise(0, circle[1].id, "Draw a timeline")
    file_note(browsers[0], key, **first)
    kept = _promises()[0].id
    browsers[1].post(f"/meetings/promises/{kept}", {"outcome": "kept"})
    again = promise(0, circle[1].id, "Draw a timeline on one page")
    file_note(browsers[2], key, seen=1, **again, **promise(1, circle[2].id, "Read it"))
    found = _promises()
    assert [(one.id == kept, one.outcome) for one in found] == [(True, "kept"), (False, "open")]
    file_note(browsers[2], key, seen=2, points="No promises after all")
    assert _promises() == []


def test_of_two_who_write_the_note_at_once_the_second_sees_both(
    browsers: list[Browser],
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    file_note(browsers[0], key, points="From Amara")
    answer = browsers[1].post(f"/meetings/{key}/note", {"points": "From Søren", "-version": "0"})
    assert answer.status_code == 409
    assert "From Amara" in answer.text and "From Søren" in answer.text


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"promises-0-what": "Read"}, "Choose who gives promise 1."),
        ({"promises-0-who": "999999", "promises-0-what": "Read"}, "Choose who gives promise 1."),
        ({"promises-1-by_when": "2026-10-20"}, "Say what promise 2 is"),
    ],
)
def test_a_promise_needs_an_owner_of_the_circle_and_words(
    browsers: list[Browser], row: dict[str, str], sentence: str
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    answer = browsers[0].post(f"/meetings/{key}/note", {**row, "-version": "0"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert _promises() == []


def test_another_circle_neither_sees_nor_moves_a_meeting(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    plan(browsers[0])
    key = _meetings()[0].key
    others = [make_member(circle[0].context, name) for name in ("A B", "C D")]
    make_circle(others, number=8)
    stranger = Browser(app, others[0])
    assert stranger.get(f"/meetings/{key}").status_code == 404
    for act in ("move", "attendance", "roles", "card", "note"):
        assert stranger.post(f"/meetings/{key}/{act}", {"how": "there"}).status_code == 404
    assert meeting_keys(stranger) == []


def test_the_home_leads_through_planning_the_meeting_and_its_note(
    app: Flask,
    browsers: list[Browser],
    circle: list[Membership],
    clock: time_machine.Traveller,
) -> None:
    me = browsers[0]
    write_goal(me, by_when="2026-12-04", **{"steps-0-by_when": ""})
    write_agreement(me, rhythm="weekly")
    sign(me, version=1)
    page = me.get("/home").text
    assert "Plan your meetings" in page
    link = re.search(r'href="[^"]*(/meetings/plan\?[^"]*)"', page)
    assert link
    boxes = me.get(link[1].replace("&amp;", "&")).text
    assert re.search(r'value="weekly" checked', boxes)
    plan(me)
    clock.move_to(FIRST - timedelta(minutes=10))
    me = _again(app, circle)[0]
    assert "Open the meeting" in me.get("/home").text
    clock.move_to(FIRST + timedelta(hours=2))
    assert "Write the note of meeting 1" in me.get("/home").text
    file_note(me, _meetings()[0].key)
    assert "Write the note of meeting 1" not in me.get("/home").text


def test_staff_see_dates_and_counts_of_meetings_and_no_word(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    teacher = Browser(app, make_member(circle[0].context, "Dr Ruth Adeyemi", role="Instructor"))
    plan(browsers[0])
    assert "0 notes filed, next on 13 October" in teacher.get("/board").text
    file_note(browsers[0], _meetings()[0].key, points="Ten questions")
    page = teacher.get("/board").text
    assert "1 note filed, next on 13 October" in page
    assert "Ten questions" not in page and "Library" not in page


def test_every_agenda_that_a_circle_may_choose_is_there() -> None:
    config = shipped("config")
    forms, agendas = load_forms((config,)), load_agendas((config,))
    for form in ("agreement", "meetings"):
        field = forms[form].field("agenda")
        assert field
        assert {one.value for one in field.options} - {"ask"} <= set(agendas)
