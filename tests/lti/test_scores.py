"""One score on the wire: what it says, where it goes, and what an answer means."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Request, Response

from lti_tool.errors import PlatformBusy, PlatformNotNow, PlatformSaysNo
from lti_tool.lti.claims import SCOPE_SCORE
from lti_tool.lti.grade_service import GradeService, below
from lti_tool.lti.manners import manners_of
from lti_tool.lti.scores import Score, later, send_score
from lti_tool.lti.services import Service
from lti_tool.settings import shipped
from tests.lti.scripted import Scripted, tokens

DECIDED = datetime(2026, 11, 5, 13, 5, tzinfo=UTC)
SCORE = Score("person-1", 3.33, 5.0, DECIDED, comment="2 of 3 items done", is_complete=False)


def course(told: Scripted, family: str = "moodle") -> GradeService:
    service = Service(told.platform(), (SCOPE_SCORE,), tokens())
    return GradeService(service, manners_of(family, (shipped("config"),)), None)


def sent(told: Scripted, family: str, score: Score = SCORE) -> dict[str, Any]:
    bodies: list[bytes] = []

    def answer(request: Request) -> Response:
        bodies.append(request.get_data())
        return Response(status=204)

    told.answer = answer
    send_score(course(told, family), f"{told.url}/items/1", score)
    assert b"\n" not in bodies[0] and b'": ' not in bodies[0]
    found: dict[str, Any] = json.loads(bodies[0])
    return found


def test_a_score_is_always_final_and_whole(liar: Scripted) -> None:
    assert sent(liar, "moodle") == {
        "userId": "person-1",
        "scoreGiven": 3.33,
        "scoreMaximum": 5.0,
        "activityProgress": "InProgress",
        "gradingProgress": "FullyGraded",
        "timestamp": "2026-11-05T13:05:00.000+00:00",
        "comment": "2 of 3 items done",
    }


def test_canvas_is_told_that_this_is_no_new_submission(liar: Scripted) -> None:
    body = sent(liar, "canvas")
    assert body["https://canvas.instructure.com/lti/submission"] == {"new_submission": False}


def test_the_score_goes_below_the_path_and_before_the_query(liar: Scripted) -> None:
    liar.answer = lambda request: Response(status=200)
    send_score(course(liar), f"{liar.url}/1/lineitem?type_id=7", SCORE)
    assert liar.seen == ["/1/lineitem/scores?type_id=7"]


@given(path=st.from_regex(r"(/[A-Za-z0-9%~.-]+){1,4}", fullmatch=True), query=st.text("aB=&%+1"))
def test_the_query_of_a_column_is_kept_as_it_is(path: str, query: str) -> None:
    tail = f"?{query}" if query else ""
    assert below(f"https://lms.example{path}{tail}", "scores") == (
        f"https://lms.example{path}/scores{tail}"
    )


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_success_is_one(liar: Scripted, status: int) -> None:
    liar.answer = lambda request: Response(status=status)
    assert send_score(course(liar), f"{liar.url}/1", SCORE) == DECIDED


@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_empty_list_of_moodle_is_a_refusal(liar: Scripted, status: int) -> None:
    liar.answer = lambda request: Response(" [] ", status)
    with pytest.raises(PlatformSaysNo) as caught:
        send_score(course(liar), f"{liar.url}/1", SCORE)
    assert caught.value.http_status == status


def test_elsewhere_an_empty_list_is_as_good_as_anything(liar: Scripted) -> None:
    liar.answer = lambda request: Response("[]", 200)
    assert send_score(course(liar, "blackboard"), f"{liar.url}/1", SCORE) == DECIDED


def test_a_time_that_was_used_is_moved_on(liar: Scripted) -> None:
    liar.answer = lambda request: (
        Response("[]", 409) if len(liar.seen) == 1 else Response(status=200)
    )
    assert send_score(course(liar), f"{liar.url}/1", SCORE) > DECIDED


def test_a_newer_score_in_the_gradebook_is_a_refusal_after_some_tries(liar: Scripted) -> None:
    liar.answer = lambda request: Response(status=409)
    with pytest.raises(PlatformSaysNo):
        send_score(course(liar), f"{liar.url}/1", SCORE)
    assert len(liar.seen) == 3


def test_a_platform_may_name_the_moment_until_which_it_is_busy(liar: Scripted) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    liar.answer = lambda request: Response(status=503, headers={"Retry-After": soon})
    with pytest.raises(PlatformBusy) as caught:
        send_score(course(liar), f"{liar.url}/items/1", SCORE)
    assert caught.value.retry_after and 60 < caught.value.retry_after <= 90


@pytest.mark.parametrize(
    ("status", "text"), [(429, ""), (403, "403 Forbidden (Rate Limit Exceeded)")]
)
def test_throttling_means_that_surely_nothing_was_kept(
    liar: Scripted, status: int, text: str
) -> None:
    liar.answer = lambda request: Response(text, status, {"Retry-After": "7"})
    with pytest.raises(PlatformNotNow) as caught:
        send_score(course(liar), f"{liar.url}/1", SCORE)
    assert caught.value.retry_after == 7


def test_a_server_in_pieces_may_have_kept_it(liar: Scripted) -> None:
    liar.answer = lambda request: Response("<html>", 502)
    with pytest.raises(PlatformBusy) as caught:
        send_score(course(liar), f"{liar.url}/1", SCORE)
    assert not isinstance(caught.value, PlatformNotNow)


@given(moment=st.none() | st.datetimes(timezones=st.just(UTC)))
def test_times_are_whole_seconds_and_rise(moment: datetime | None) -> None:
    if moment is not None and moment.year > 9998:
        return
    following = later(moment)
    assert following.microsecond == 0
    assert moment is None or following > moment - timedelta(microseconds=moment.microsecond)
