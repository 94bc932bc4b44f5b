"""Hours of people in several time zones, brought into one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.forms.grids import Hours
from lti_tool.groups.brief.weeks import mask, slots_of, usual_zone

WINTER, SUMMER = datetime(2026, 1, 12, tzinfo=UTC), datetime(2026, 7, 13, tzinfo=UTC)
slots = st.lists(st.sampled_from(Hours(lowest=0, highest=24).slots), unique=True)


@pytest.mark.parametrize(
    ("slot", "zone", "seen_from", "at", "there"),
    [
        ("mon-09", "Europe/Copenhagen", "Europe/Copenhagen", WINTER, ["mon-09"]),
        ("mon-09", "Europe/Copenhagen", "UTC", WINTER, ["mon-08"]),
        ("mon-09", "Europe/Copenhagen", "UTC", SUMMER, ["mon-07"]),
        ("mon-00", "Asia/Tokyo", "UTC", WINTER, ["sun-15"]),
        ("sun-23", "America/New_York", "UTC", WINTER, ["mon-04"]),
        ("mon-09", "", "Europe/Rome", WINTER, ["mon-09"]),
    ],
)
def test_an_hour_is_the_same_hour_on_another_clock(
    slot: str, zone: str, seen_from: str, at: datetime, there: list[str]
) -> None:
    assert slots_of(mask([slot], zone, seen_from=seen_from, at=at)) == there


def test_where_clocks_differ_by_half_an_hour_only_whole_hours_count() -> None:
    one = mask(["mon-14"], "Asia/Kolkata", seen_from="UTC", at=WINTER)
    two = mask(["mon-14", "mon-15"], "Asia/Kolkata", seen_from="UTC", at=WINTER)
    assert (slots_of(one), slots_of(two)) == ([], ["mon-09"])


@given(slots)
def test_a_week_seen_from_its_own_zone_is_itself(free: list[str]) -> None:
    told = mask(free, "Europe/Rome", seen_from="Europe/Rome", at=SUMMER)
    assert set(slots_of(told)) == set(free)


@given(slots, st.sampled_from(["Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"]))
def test_no_whole_hour_is_lost_on_the_way(free: list[str], zone: str) -> None:
    assert len(slots_of(mask(free, zone, seen_from="UTC", at=WINTER))) == len(free)


def test_the_zone_of_a_course_is_the_one_most_people_named() -> None:
    assert usual_zone(["Europe/Rome", "UTC", "Europe/Rome", ""]) == "Europe/Rome"
    assert usual_zone([]) == "UTC"
