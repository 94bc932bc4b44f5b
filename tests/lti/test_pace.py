"""How fast a platform may be asked: fewer after failures, one more after each answer."""

from threading import Thread

import pytest
import requests

from lti_tool.lti.pace import Pace


def answer(status: int = 200, left: str | None = None, body: bytes = b"") -> requests.Response:
    made = requests.Response()
    made.status_code, made._content = status, body
    if left is not None:
        made.headers["X-Rate-Limit-Remaining"] = left
    return made


def entering(pace: Pace) -> list[bool]:
    """Somebody who waits for their turn in a thread; the list says what came of it."""
    said: list[bool] = []
    Thread(target=lambda: said.append(pace.enter()), daemon=True).start()
    return said


def fail(pace: Pace, times: int) -> None:
    for _ in range(times):
        pace.leave(came_through=False)


def test_no_more_than_a_few_are_under_way() -> None:
    pace = Pace(2)
    assert pace.enter() and pace.enter()
    third = entering(pace)
    assert third == []
    pace.stop()
    assert pace.enter() is False


def test_each_failure_takes_a_way_and_the_last_one_ends_it() -> None:
    pace = Pace(3)
    assert all(pace.enter() for _ in range(3))
    fail(pace, 2)
    assert not pace.is_over
    fail(pace, 1)
    assert pace.is_over


def test_an_answer_gives_all_ways_back() -> None:
    pace = Pace(2)
    assert pace.enter() and pace.enter()
    fail(pace, 1)
    pace.leave(came_through=True)
    assert pace.enter() and pace.enter()
    assert not pace.is_over


def test_after_trouble_one_failure_is_enough() -> None:
    pace = Pace(4, begin_with=1)
    assert pace.enter()
    fail(pace, 1)
    assert pace.is_over


def test_after_trouble_each_answer_lets_one_more_go() -> None:
    pace = Pace(4, begin_with=1)
    assert pace.enter()
    pace.leave(came_through=True)
    assert pace.enter() and pace.enter()


@pytest.mark.parametrize(
    "throttled", [answer(429), answer(403, body=b"403 Forbidden (Rate Limit Exceeded)\n")]
)
def test_being_throttled_ends_it(throttled: requests.Response) -> None:
    pace = Pace(4)
    pace.hear(throttled)
    assert pace.is_over


def test_another_403_does_not() -> None:
    pace = Pace(4)
    pace.hear(answer(403))
    assert not pace.is_over


@pytest.mark.parametrize(("left", "still"), [("700", 4), ("300", 4), ("200.5", 2), ("3", 1)])
def test_a_bucket_that_runs_low_slows_us_down(left: str, still: int) -> None:
    pace = Pace(4)
    pace.hear(answer(left=left))
    assert all(pace.enter() for _ in range(still))
    assert not pace._has_room()


@pytest.mark.parametrize("nonsense", ["", "plenty", "nan", "inf"])
def test_a_bucket_that_says_nonsense_changes_nothing(nonsense: str) -> None:
    pace = Pace(2)
    pace.hear(answer(left=nonsense))
    assert pace.enter() and pace.enter()
