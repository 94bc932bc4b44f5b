"""Canvas's scores: equal times pass, older ones do not; erasing, attempts and added comments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response

from tests.demo_lms import paging
from tests.demo_lms.people import Person
from tests.demo_lms.temperaments.canvas.score_rules import SUBMISSION, CheckedScore, checked
from tests.demo_lms.temperaments.shape import Page, Params
from tests.demo_lms.vocabulary import SCORE_TYPE

if TYPE_CHECKING:
    from tests.demo_lms.gradebook import LineItem, Result
    from tests.demo_lms.services import Caller
    from tests.demo_lms.site import Site

KEEPS_THE_GRADE = ("FullyGraded", "PendingManual")
DEFAULT_PAGE, LARGEST_PAGE = 10, 100


@dataclass(frozen=True)
class CanvasMarks:
    """A tool's score takes the place of a teacher's own."""

    site: Site

    def post(self, asked: Caller, item: LineItem, raw: bytes) -> Response:
        score = checked(self.site, asked.course, item, raw=raw)
        store(item.result(score.person.id), item, score)
        body = {"resultUrl": self._result_url(asked, item, score.person)}
        content = json.dumps({**body, SUBMISSION: {"content_items": []}})
        return Response(content, 200, content_type=SCORE_TYPE)

    def page(self, asked: Caller, item: LineItem, args: Params) -> Page:
        found = [
            self._shown(asked, item, user_id)
            for user_id in list(item.results)
            if args.get("user_id") in (None, "", user_id)
        ]
        size = paging.size_of(args.get("limit"), DEFAULT_PAGE, at_most=LARGEST_PAGE)
        offset = paging.offset_of(args.get("page"))
        url = f"{self.site.temperament.addresses.line_item(asked.course, item)}/results"
        kept = {"user_id": args["user_id"]} if args.get("user_id") else {}
        places = [] if offset is None else paging.places(offset, size, len(found))
        return Page(
            paging.cut(found, offset, size), paging.links(url, kept, places=places, size=size)
        )

    def override(self, item: LineItem, user_id: str, score: float | None) -> None:
        """The tool's time stamps stay as they are."""
        result = item.result(user_id)
        result.score, result.is_overridden = score, True

    def _shown(self, asked: Caller, item: LineItem, user_id: str) -> dict[str, Any]:
        result, person = item.results[user_id], self.site.people_by_id[user_id]
        optional = {"resultScore": result.score, "comment": result.comment or None}
        return {
            "id": self._result_url(asked, item, person),
            "scoreOf": self.site.temperament.addresses.line_item(asked.course, item),
            "userId": user_id,
            "resultMaximum": float(item.score_maximum),
            **{name: value for name, value in optional.items() if value is not None},
        }

    def _result_url(self, asked: Caller, item: LineItem, person: Person) -> str:
        url = self.site.temperament.addresses.line_item(asked.course, item)
        return f"{url}/results/{person.number}"


def store(result: Result, item: LineItem, score: CheckedScore) -> None:
    """Write a checked score into its cell."""
    body = score.body
    extension = _extension(body)
    result.timestamp = score.timestamp
    result.activity_progress = body["activityProgress"]
    result.grading_progress = body["gradingProgress"]
    _store_points(result, item, score)
    if body.get("comment"):
        result.comments.append(str(body["comment"]))
    if extension.get("new_submission", True) is not False:
        result.attempts += 1


def _store_points(result: Result, item: LineItem, score: CheckedScore) -> None:
    extension = _extension(score.body)
    counts = score.body["gradingProgress"] in KEEPS_THE_GRADE and score.given is not None
    if not counts and extension.get("preserve_score") is True:
        return
    if extension.get("prioritize_non_tool_grade") is True and result.score is not None:
        return
    points = None
    if counts and score.given is not None:
        points = round(score.given * item.score_maximum / score.maximum, 5) if score.maximum else 0
    result.score, result.raw_score, result.is_overridden = points, points, False
    result.maximum = item.score_maximum


def _extension(body: dict[str, Any]) -> dict[str, Any]:
    extension = body.get(SUBMISSION)
    return extension if isinstance(extension, dict) else {}
