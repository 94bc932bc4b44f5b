"""Trouble on demand, and the log that shows it."""

from __future__ import annotations

import pytest
import requests

from tests.demo_lms import Effect, Fault
from tests.demo_lms.vocabulary import ROSTER_TYPE
from tests.demo_lms_tests.tool import Tool


def roster(tool: Tool) -> requests.Response:
    lms = tool.lms
    url = lms.temperament.addresses.memberships(lms.course, lms.deployment_id)
    return tool.read(url, ROSTER_TYPE)


def test_each_second_request_may_fail_as_often_as_told(tool: Tool) -> None:
    fault = tool.lms.faults.add(Fault("nrps", every=2, times=2, status=429, retry_after=3))
    answers = [roster(tool) for _ in range(8)]

    assert [answer.status_code for answer in answers] == [200, 429, 200, 429, 200, 200, 200, 200]
    assert answers[1].headers["Retry-After"] == "3"
    assert tool.lms.faults.hits(fault) == 2


def test_a_fault_may_wait_its_turn_and_look_for_a_word(tool: Tool) -> None:
    tool.lms.faults.add(Fault("scores", after=1, status=503, only="ida"))
    item = tool.create_column(tool.lms.course)
    student = tool.lms.person("zoe.mueller")
    comments = ["ida", "somebody", "ida", "somebody"]

    statuses = [
        tool.score(tool.lms.course, item, student, second=turn, comment=word).status_code
        for turn, word in enumerate(comments)
    ]
    assert statuses == [200, 200, 503, 200]


def test_a_lost_answer_leaves_the_score_behind(tool: Tool) -> None:
    item, student = tool.create_column(tool.lms.course), tool.lms.person("ida.holm")
    tool.lms.faults.add(Fault("scores", Effect.LOSE_ANSWER, times=1))

    with pytest.raises(requests.ConnectionError):
        tool.score(tool.lms.course, item, student)

    assert item.results[student.id].score == 10
    assert tool.lms.log[-1].fault == str(Effect.LOSE_ANSWER)


def test_a_hang_up_leaves_nothing_behind(tool: Tool) -> None:
    item, student = tool.create_column(tool.lms.course), tool.lms.person("ida.holm")
    tool.lms.faults.add(Fault("scores", Effect.HANG_UP, times=1))

    with pytest.raises(requests.ConnectionError):
        tool.score(tool.lms.course, item, student)

    assert item.results == {}


def test_an_impatient_gateway_has_done_the_work(tool: Tool) -> None:
    item, student = tool.create_column(tool.lms.course), tool.lms.person("ida.holm")
    tool.lms.faults.add(Fault("scores", status=504, is_processed=True, times=1))

    assert tool.score(tool.lms.course, item, student).status_code == 504
    assert item.results[student.id].score == 10


def test_a_roster_page_may_lack_members_or_its_next_link(canvas_tool: Tool) -> None:
    canvas_tool.lms.page_size = 10
    canvas_tool.lms.faults.add(Fault("nrps", Effect.FEWER_MEMBERS, times=1))
    canvas_tool.lms.faults.add(Fault("nrps", Effect.NO_NEXT, after=1, times=1))
    first, second = roster(canvas_tool), roster(canvas_tool)

    assert len(first.json()["members"]) == 5
    assert "next" in first.links
    assert "next" not in second.links


@pytest.mark.parametrize("effect", [Effect.HTML, Effect.TRUNCATED])
def test_a_body_may_be_no_json(tool: Tool, effect: Effect) -> None:
    tool.lms.faults.add(Fault("nrps", effect))

    with pytest.raises(requests.JSONDecodeError):
        roster(tool).json()


def test_tokens_may_run_out_just_before_a_request(tool: Tool) -> None:
    assert roster(tool).status_code == 200
    tool.lms.faults.add(Fault("nrps", Effect.EXPIRE_TOKENS, times=1))

    assert roster(tool).status_code == 401


def test_an_older_canvas_is_busy_with_a_403(canvas_tool: Tool) -> None:
    canvas_tool.lms.faults.add(Fault("nrps", Effect.THROTTLED_403))

    assert "Rate Limit Exceeded" in roster(canvas_tool).text


def test_cleared_faults_do_nothing(tool: Tool) -> None:
    tool.lms.faults.add(Fault("*", status=500))
    tool.lms.faults.clear()

    assert roster(tool).status_code == 200


def test_the_log_counts_by_kind(tool: Tool) -> None:
    roster(tool)
    roster(tool)

    log = tool.lms.log
    assert (log.count("token"), log.count("nrps")) == (1, 2)
    assert log.of("nrps")[0].user_agent.startswith("python-requests")


def test_a_connection_is_kept_alive(tool: Tool) -> None:
    answers = [roster(tool) for _ in range(3)]

    assert all(answer.raw.version == 11 for answer in answers)
    assert not any(answer.headers.get("Connection") == "close" for answer in answers)
