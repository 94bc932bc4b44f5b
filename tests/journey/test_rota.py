"""When a circle meets, who does what, how minutes are shared: the rules, for any circle."""

import itertools
from collections import Counter
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.journey.meetings.agendas import lay_out, load_agendas
from lti_tool.journey.meetings.rota import (
    ROLES,
    WEEKS,
    is_drifting,
    moment,
    occurrences,
    rota,
    swapped,
)
from lti_tool.settings import shipped

AGENDAS = load_agendas((shipped("config"),))
ZONES = ["Europe/Copenhagen", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]
people = st.lists(st.integers(1, 50), min_size=1, max_size=8, unique=True)


@given(
    first=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    clock=st.times().map(lambda t: t.replace(second=0, microsecond=0, hour=(t.hour % 18) + 5)),
    zone=st.sampled_from(ZONES),
    rhythm=st.sampled_from(list(WEEKS)),
    count=st.integers(1, 20),
)
def test_the_clock_shows_the_same_at_each_meeting_summer_and_winter(
    first: date, clock: time, zone: str, rhythm: str, count: int
) -> None:
    moments = occurrences(first, clock, zone, rhythm=rhythm, count=count)
    local = [one.astimezone(ZoneInfo(zone)) for one in moments]
    assert {one.timetz().replace(tzinfo=None) for one in local} == {clock}
    assert {one.weekday() for one in local} == {first.weekday()}
    assert len(moments) == count


def test_a_series_across_the_end_of_summer_time_shifts_in_utc() -> None:
    moments = occurrences(
        date(2026, 10, 13), time(14, 15), "Europe/Copenhagen", rhythm="fortnightly", count=2
    )
    assert [one.hour for one in moments] == [12, 13]


def test_an_hour_that_the_clocks_leave_out_is_the_one_after() -> None:
    left_out = moment(date(2026, 3, 29), time(2, 30), "Europe/Copenhagen")
    assert left_out == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(people=people, start=st.integers(1, 40))
def test_everybody_has_each_role_once_before_anybody_has_it_twice(
    people: list[int], start: int
) -> None:
    for role in ROLES:
        turns = [rota(people, number)[role] for number in range(start, start + len(people))]
        assert sorted(turns) == sorted(people)


@given(
    people=st.lists(st.integers(1, 50), min_size=3, max_size=8, unique=True),
    number=st.integers(1, 40),
)
def test_nobody_has_two_roles_where_there_are_people_enough(people: list[int], number: int) -> None:
    assert len(set(rota(people, number).values())) == len(ROLES)


@given(people=people, number=st.integers(1, 40), data=st.data())
def test_a_swap_gives_and_takes(people: list[int], number: int, data: st.DataObject) -> None:
    role, to = data.draw(st.sampled_from(ROLES)), data.draw(st.sampled_from(people))
    before = rota(people, number)
    after = rota(people, number, swapped(before, role, to=to))
    assert after[role] == to
    assert Counter(after.values()).total() == len(ROLES)


def test_a_swap_with_somebody_who_left_is_forgotten() -> None:
    assert rota([1, 2, 3], 1, {"host": 9}) == rota([1, 2, 3], 1)


def test_two_moves_in_a_row_drift_and_a_kept_day_ends_the_row() -> None:
    assert is_drifting([2]) and is_drifting([1, 1]) and is_drifting([0, 2])
    assert not is_drifting([]) and not is_drifting([1]) and not is_drifting([2, 0])
    assert not is_drifting([1, 0, 1])


@given(
    agenda=st.sampled_from(list(AGENDAS.values())),
    minutes=st.integers(20, 120),
    people=st.integers(1, 8),
)
def test_an_agenda_fills_a_meeting_and_gives_everybody_the_same_minutes(
    agenda: object, minutes: int, people: int
) -> None:
    start = datetime(2026, 11, 19, 13, 15, tzinfo=UTC)
    slots = lay_out(agenda, start, minutes, people=people)  # type: ignore[arg-type]
    own = [slot.minutes for slot in slots if slot.seat is not None]
    assert len(set(own)) <= 1
    assert minutes - len(slots) < sum(slot.minutes for slot in slots) <= minutes
    assert all(
        (after.starts_at - slot.starts_at).total_seconds() == slot.minutes * 60
        for slot, after in itertools.pairwise(slots)
    )


def test_the_agenda_of_fifty_minutes_for_four_is_ten_each() -> None:
    slots = lay_out(AGENDAS["check_in"], datetime(2026, 11, 19, tzinfo=UTC), 50, people=4)
    assert [slot.minutes for slot in slots] == [5, 10, 10, 10, 10, 5]
