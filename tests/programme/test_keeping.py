"""How long words are kept: the file of the institution, and the day that follows."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.programme.keeping.rules import NOTICE, Retention, due_day, retention_rules
from lti_tool.settings import SettingWrong, shipped

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1))


def test_the_shipped_file_keeps_words_for_a_year() -> None:
    assert retention_rules((shipped("config"),)) == Retention(365, (30, 90, 180, 365, 730))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("days = 30", "write days and choices"),
        ("days = 30\nchoices = []", "choices: a list"),
        ("days = 30\nchoices = [30, 0]", "choices: a list"),
        ("days = 30\nchoices = [true]", "choices: a list"),
        ("days = 31\nchoices = [30]", "days: one of choices"),
        ("days = 30\nchoices = [30]\nmore = 1", "nothing else"),
        ("days = days", "line 1"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_key(tmp_path: Path, wrong: str, why: str) -> None:
    (tmp_path / "retention.toml").write_text(wrong, "utf-8")
    with pytest.raises(SettingWrong, match=why):
        retention_rules((tmp_path,))


def test_a_number_that_is_not_allowed_any_more_becomes_the_next_smaller() -> None:
    rules = Retention(90, (30, 90, 180))
    assert [rules.fitting(one) for one in (None, 30, 179, 730, 7)] == [90, 30, 90, 180, 30]


@given(end=DAYS, days=st.integers(1, 3650), told=DAYS)
def test_nothing_goes_early_nor_without_notice(end: date, days: int, told: date) -> None:
    goes_on = due_day(end, days, told=told)
    assert goes_on >= end + timedelta(days=days)
    assert goes_on >= told + NOTICE
    assert goes_on in (end + timedelta(days=days), told + NOTICE)
