"""No reminder by night, and never more than the rules allow, whatever the zone and the hours."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.reminders.rules import Rules, reminder_rules
from lti_tool.settings import SettingWrong, shipped

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
RULES = st.builds(
    Rules, st.integers(0, 11), st.integers(12, 24), st.integers(1, 3), st.integers(1, 5)
)


@given(RULES, ZONES, st.lists(MOMENTS, max_size=200))
def test_however_often_one_tries_nobody_gets_more_than_the_rules_allow(
    rules: Rules, zone: ZoneInfo, tries: list[datetime]
) -> None:
    sent: list[datetime] = []
    for now in sorted(tries):
        if rules.allow(now, zone, sent):
            sent.append(now)
    for one in sent:
        assert rules.opens <= one.astimezone(zone).hour < rules.closes
        day = [two for two in sent if two.astimezone(zone).date() == one.astimezone(zone).date()]
        week = [two for two in sent if one - timedelta(days=7) < two <= one]
        assert len(day) <= rules.most_a_day and len(week) <= rules.most_a_week


@given(RULES, ZONES, MOMENTS)
def test_whoever_got_none_gets_one_within_a_day(
    rules: Rules, zone: ZoneInfo, now: datetime
) -> None:
    hours = [now + timedelta(hours=one) for one in range(26)]
    assert any(rules.allow(one, zone, []) for one in hours)


def test_the_rules_we_ship_are_read() -> None:
    assert reminder_rules((shipped("config"),)) == Rules(8, 20, 1, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        "from = 8",
        "from = 20\nuntil = 8\nmost_a_day = 1\nmost_a_week = 3",
        "from = 8\nuntil = 20\nmost_a_day = 0\nmost_a_week = 3",
        "from = 8\nuntil = 20\nmost_a_day = 1\nmost_a_week = 3\nnight = 1",
        'from = "8"\nuntil = 20\nmost_a_day = 1\nmost_a_week = 3',
        "from = ",
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "reminders.toml").write_text(wrong, "utf-8")
    with pytest.raises(SettingWrong, match=r"reminders\.toml"):
        reminder_rules((tmp_path,))
