"""Moodle's scores: reasons in the status line, one whole second between two, progress erases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Response, abort, request

from tests.demo_lms import bodies
from tests.demo_lms.people import Role
from tests.demo_lms.temperaments.moodle.columns import plain
from tests.demo_lms.temperaments.moodle.links import count, curly_links
from tests.demo_lms.temperaments.shape import Page, Params
from tests.demo_lms.vocabulary import SCORE_TYPE

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.gradebook import LineItem, Result
    from tests.demo_lms.services import Caller
    from tests.demo_lms.site import Site

REQUIRED = ("userId", "timestamp", "gradingProgress", "activityProgress")


@dataclass(frozen=True)
class MoodleMarks:
    """Good scores get an empty 200; a refused one gets `[]`, and sometimes a 200 as well."""

    site: Site

    def post(self, asked: Caller, item: LineItem, raw: bytes) -> Response:
        body = bodies.json_object(raw)
        if body is None or not _is_sound(asked.course, body):
            return _refused(400, f"Incorrect score received{raw.decode(errors='replace')}")
        user_id = str(body["userId"])
        result = item.result(user_id)
        if _is_late(result, _seconds(body)):
            text = f"Refusing score with an earlier timestamp for item {item.number}"
            return _refused(409, f"{text} and user {user_id}")
        if result.is_locked:
            return _refused(500, "Internal Server Error")
        store(item, user_id, body)
        return Response("", 200, content_type=f"{SCORE_TYPE}; charset=utf-8")

    def page(self, asked: Caller, item: LineItem, args: Params) -> Page:
        """Paging together with a type_id runs into a fault of Moodle's own."""
        if args.get("limit") and args.get("type_id"):
            abort(404)
        found = [
            self._shown(asked, item, user_id)
            for user_id, result in item.results.items()
            if result.timestamp and args.get("user_id") in (None, "", user_id)
        ]
        size, start = count(args.get("limit")), count(args.get("from"))
        if not size:
            return Page(found)
        url = f"{self.site.url}{request.path}"
        link = curly_links(url, {}, size=size, start=start, total=len(found))
        return Page(found[start : start + size], link)

    def override(self, item: LineItem, user_id: str, score: float | None) -> None:
        """The cell's time becomes now, so what the tool decided earlier comes too late."""
        result = item.result(user_id)
        result.score, result.is_overridden = score, True
        result.timestamp = self.site.clock().replace(microsecond=0)

    def _shown(self, asked: Caller, item: LineItem, user_id: str) -> dict[str, Any]:
        url = self.site.temperament.addresses.line_item(asked.course, item)
        path, _, query = url.partition("?")
        row = {"id": f"{path}/results?{query}&user_id={user_id}", "userId": user_id}
        result = item.results[user_id]
        if result.score is None or result.timestamp is None:
            return row
        return {
            **row,
            "resultScore": plain(result.score),
            "resultMaximum": plain(item.score_maximum),
            **({"comment": result.comment} if result.comment else {}),
            "scoreOf": url,
            "timestamp": result.timestamp.isoformat(timespec="seconds"),
        }


def store(item: LineItem, user_id: str, body: dict[str, Any]) -> None:
    """Write a sound score; one without points empties the cell, and forgets its time too."""
    result = item.result(user_id)
    given = bodies.number(body.get("scoreGiven"))
    result.activity_progress = str(body["activityProgress"])
    result.grading_progress = str(body["gradingProgress"])
    result.comments = [str(body["comment"])] if body.get("comment") else []
    result.timestamp = datetime.fromtimestamp(_seconds(body), UTC) if given is not None else None
    points = None if given is None else _points(item, given, body)
    result.raw_score = points if body["gradingProgress"] == "FullyGraded" else None
    if not result.is_overridden:
        result.score, result.maximum = result.raw_score, item.score_maximum


def _points(item: LineItem, given: float, body: dict[str, Any]) -> float:
    """Rescaled to the column, cut at both ends, five decimals kept."""
    maximum = bodies.number(body.get("scoreMaximum")) or 1.0
    points = given / maximum * item.score_maximum
    return round(min(max(points, 0.0), item.score_maximum), 5)


def _is_sound(course: Course, body: dict[str, Any]) -> bool:
    given, maximum = body.get("scoreGiven"), body.get("scoreMaximum")
    return (
        all(body.get(name) is not None for name in REQUIRED)
        and bodies.moment(body["timestamp"]) is not None
        and (given is None or (bodies.number(given) is not None and maximum is not None))
        and (maximum is None or bodies.number(maximum) is not None)
        and _is_gradable(course, str(body["userId"]))
    )


def _is_gradable(course: Course, user_id: str) -> bool:
    """A student of the course; a suspended one too, though the roster hides him."""
    places = (one for one in course.members if one.person.id == user_id)
    return any(one.role is Role.STUDENT for one in places)


def _seconds(body: dict[str, Any]) -> int:
    moment = bodies.moment(body["timestamp"])
    return int(moment.timestamp()) if moment else 0


def _is_late(result: Result, seconds: int) -> bool:
    return result.timestamp is not None and seconds <= int(result.timestamp.timestamp())


def _refused(status: int, reason: str) -> Response:
    """A reason with a line break cannot be said, and then no status is said at all: 200."""
    line = reason.encode().decode("latin-1")
    is_sayable = "\n" not in line and "\r" not in line
    spoken = f"{status} {line}" if is_sayable else "200 OK"
    return Response(json.dumps([]), spoken, content_type=f"{SCORE_TYPE}; charset=utf-8")
