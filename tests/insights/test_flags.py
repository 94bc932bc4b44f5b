"""When a circle needs a look: one flag at a time, worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from lti_tool.insights.board.flags import Facts, Flag, flags_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
AFTER = {"agreement": 14, "meeting": 14, "quiet": 21}


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def flags(**changes: object) -> list[Flag]:
    calm: dict[str, object] = {
        "people": 4, "smallest": 3, "stands_since": days_ago(40), "unsigned": 0,
        "held": 3, "last_active_at": days_ago(2),
    }  # fmt: skip
    return list(flags_of(Facts(**{**calm, **changes}), now=NOW, after=AFTER))  # type: ignore[arg-type]


def test_a_circle_that_signed_met_and_is_active_needs_no_look() -> None:
    assert flags() == []


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"asking": 2}, Flag("asks", 2)),
        ({"people": 2}, Flag("small", 2)),
        ({"leaving": 1}, Flag("exit", 1)),
        ({"last_active_at": days_ago(23)}, Flag("quiet", 23)),
        ({"held": 0}, Flag("meeting", 40)),
        ({"unsigned": 1}, Flag("agreement", 40)),
    ],
)
def test_one_thing_that_is_the_matter_is_one_flag(change: dict[str, object], flag: Flag) -> None:
    assert flags(**change) == [flag]


def test_what_waits_is_given_its_days() -> None:
    young = {"stands_since": days_ago(13.9), "held": 0, "unsigned": 4, "last_active_at": None}
    assert flags(**young) == []
    assert [one.kind for one in flags(**young | {"stands_since": days_ago(14)})] == [
        "meeting",
        "agreement",
    ]


def test_a_meeting_that_is_planned_clears_the_wait_for_one() -> None:
    assert flags(held=0, next_at=NOW + timedelta(days=3)) == []


def test_nobody_is_quiet_longer_than_the_circle_stands() -> None:
    assert flags(stands_since=days_ago(3), held=0, last_active_at=days_ago(50)) == []
    (quiet,) = flags(last_active_at=None)
    assert quiet == Flag("quiet", 40)


def test_what_is_most_urgent_stands_first() -> None:
    every = flags(asking=1, people=1, leaving=1, last_active_at=None, held=0, unsigned=1)
    assert [one.kind for one in every] == [
        "asks", "small", "exit", "quiet", "meeting", "agreement",
    ]  # fmt: skip
