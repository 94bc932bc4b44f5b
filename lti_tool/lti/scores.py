"""Sending scores (AGS 2.0, 3.4): one student, one column, one time.

Always final and whole: a score without points, or with another grading progress, would erase
what stands in the gradebook of Moodle and of Canvas.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from lti_tool.errors import PlatformBusy, PlatformNotNow, PlatformSaysNo, PlatformUnclear
from lti_tool.lti.connection import accepted, is_throttled
from lti_tool.lti.grade_service import GradeService, below

MEDIA_TYPE = "application/vnd.ims.lis.v1.score+json"
SECOND = timedelta(seconds=1)
MOVES = 3
"""How often a time is moved on before we believe that the gradebook holds a newer score."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one student has earned in a column: `given` of `maximum` points.

    `decided_at` is when that was decided: whole seconds, later than for any score before it.
    Without `comment` none is sent.
    """

    user_id: str
    given: float
    maximum: float
    decided_at: datetime
    comment: str | None
    is_complete: bool


def send_score(service: GradeService, line_item_url: str, score: Score) -> datetime:
    """Send a score and give back the time under which the platform holds it.

    Sending the same score again is harmless. Raises PlatformSaysNo for a refusal of this score,
    PlatformNotNow when surely nothing was kept, and PlatformBusy or PlatformUnclear when another
    try is needed and this one may have arrived.
    """
    url = below(line_item_url, "scores")
    for _ in range(MOVES):
        answer = _posted(service, url, score)
        if answer.status_code not in service.manners.older_timestamp:
            break
        score = replace(score, decided_at=later(score.decided_at))
    _judge(service, answer)
    return score.decided_at


def later(moment: datetime | None) -> datetime:
    """The present second, or the one after `moment` where that is later."""
    now = datetime.now(UTC).replace(microsecond=0)
    return now if moment is None else max(now, moment.replace(microsecond=0) + SECOND)


def _posted(service: GradeService, url: str, score: Score) -> requests.Response:
    """Compact: Moodle cannot say why it refuses a body with line breaks, and answers 200."""
    body = json.dumps(_body(service, score), separators=(",", ":"), ensure_ascii=False)
    return service.post(url, body.encode(), media_type=MEDIA_TYPE)


def _body(service: GradeService, score: Score) -> dict[str, Any]:
    body = {
        "userId": score.user_id,
        "scoreGiven": score.given,
        "scoreMaximum": score.maximum,
        "activityProgress": "Completed" if score.is_complete else "InProgress",
        "gradingProgress": "FullyGraded",
        "timestamp": score.decided_at.isoformat(timespec="milliseconds"),
        **service.manners.score_extension,
    }
    return body if score.comment is None else {**body, "comment": score.comment}


def _judge(service: GradeService, answer: requests.Response) -> None:
    """Success, or the error that says what to do next."""
    if service.manners.refuses_with_empty_list and answer.content.strip() == b"[]":
        status = answer.status_code
        raise PlatformSaysNo(f"score: {status} with []", http_status=status)
    if answer.status_code == 401:
        raise PlatformNotNow("score: a fresh token was refused")
    try:
        accepted(answer)
    except PlatformBusy as error:
        if is_throttled(answer):
            raise PlatformNotNow(error.reason, retry_after=error.retry_after) from error
        raise
    if _is_no_answer(answer.content):
        raise PlatformUnclear(f"score: {answer.status_code} with a page or an error")


def _is_no_answer(body: bytes) -> bool:
    """Whether a good status comes with a gateway's page, or an error, instead of an answer."""
    if body.lstrip().startswith(b"<"):
        return True
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and not {"error", "errors"}.isdisjoint(said)
