"""What Canvas refuses of a score, in the order it looks (AGS 2.0, score service)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Response, abort

from tests.demo_lms import bodies
from tests.demo_lms.people import Person, Role
from tests.demo_lms.refusals import ServiceRefusalError

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.gradebook import LineItem
    from tests.demo_lms.site import Site

SUBMISSION = "https://canvas.instructure.com/lti/submission"
REQUIRED = ("userId", "activityProgress", "gradingProgress", "timestamp")
ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")
CONCLUDED = "This course has concluded. AGS requests will no longer be accepted for this course."
UNPUBLISHED = "cannot be changed at this time: This assignment is still unpublished"
LOCKED = "cannot be changed at this time: This assignment is in a closed grading period"


@dataclass(frozen=True)
class CheckedScore:
    """A score that may be stored; `given` is None for a progress post."""

    person: Person
    body: dict[str, Any]
    timestamp: datetime
    given: float | None
    maximum: float


def checked(site: Site, course: Course, item: LineItem, *, raw: bytes) -> CheckedScore:
    """Read a score; raises ServiceRefusalError at the first rule it breaks."""
    body = bodies.json_object(raw) or {}
    _check_presence(body)
    if course.is_concluded:
        raise ServiceRefusalError(422, CONCLUDED)
    person = _student(site, course, str(body["userId"]))
    timestamp = _timestamp(site, item, person, body=body)
    given, maximum = _points(item, body)
    _check_cell(item, person)
    return CheckedScore(person, body, timestamp, given, maximum)


def _check_presence(body: dict[str, Any]) -> None:
    for name in REQUIRED:
        if body.get(name) in (None, ""):
            raise ServiceRefusalError(400, f"param is missing or the value is empty: {name}")
    if body["activityProgress"] not in ACTIVITY or body["gradingProgress"] not in GRADING:
        raise ServiceRefusalError(422, "activityProgress or gradingProgress is not in the list")


def _student(site: Site, course: Course, user_id: str) -> Person:
    numbered = (one for one in site.people.values() if str(one.number) == user_id)
    person = site.people_by_id.get(user_id) or next(numbered, None)
    if person is None or Role.STUDENT not in course.roles(person):
        raise ServiceRefusalError(422, "User not found in course or is not a student")
    return person


def _timestamp(site: Site, item: LineItem, person: Person, *, body: dict[str, Any]) -> datetime:
    timestamp = bodies.moment(body["timestamp"])
    if timestamp is None:
        raise ServiceRefusalError(
            400, f"Provided timestamp of {body['timestamp']} not a valid timestamp"
        )
    stored = item.results[person.id].timestamp if person.id in item.results else None
    if stored and timestamp < stored:
        text = f"Provided timestamp of {timestamp} before last updated timestamp of {stored}"
        raise ServiceRefusalError(400, text)
    submission = body.get("submission")
    handed_in = bodies.moment(
        (submission if isinstance(submission, dict) else {}).get("submittedAt")
    )
    if handed_in and handed_in > site.clock() + timedelta(minutes=1):
        raise ServiceRefusalError(400, "Provided submitted_at timestamp in the future")
    return timestamp


def _points(item: LineItem, body: dict[str, Any]) -> tuple[float | None, float]:
    if body.get("scoreGiven") is None:
        return None, item.score_maximum
    given, maximum = bodies.number(body["scoreGiven"]), bodies.number(body.get("scoreMaximum"))
    if maximum is None:
        raise ServiceRefusalError(422, "ScoreMaximum not supplied when ScoreGiven present.")
    if given is None or given < 0:
        raise ServiceRefusalError(422, "ScoreGiven must be greater than or equal to 0")
    if maximum < 0 or (maximum == 0 and item.score_maximum):
        raise ServiceRefusalError(422, "cannot be zero if line item's maximum is not zero")
    return given, maximum


def _check_cell(item: LineItem, person: Person) -> None:
    is_locked = person.id in item.results and item.results[person.id].is_locked
    if item.is_published and not is_locked:
        return
    text = LOCKED if item.is_published else UNPUBLISHED
    error = {"field": "grade", "message": text, "error_code": None}
    abort(Response(json.dumps({"errors": [error]}), 422, content_type="application/json"))
