"""Launches under way: begun in the LMS, asked for once at the authorization endpoint."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from tests.demo_lms.course import Course, ResourceLink
from tests.demo_lms.gradebook import LineItem
from tests.demo_lms.people import Person
from tests.demo_lms.registrations import Registration

WAITING_AT_MOST = 10_000


@dataclass(frozen=True)
class Reviewed:
    """The cell of a gradebook from which the tool is opened."""

    student: Person
    item: LineItem


@dataclass(frozen=True)
class Launch:
    """Who opens which link of which course, before the tool has asked for the token."""

    person: Person
    course: Course
    link: ResourceLink
    registration: Registration
    made_at: datetime
    document_target: str = "iframe"
    is_choosing: bool = False
    """Asks the tool for content instead of opening a link."""
    reviewed: Reviewed | None = None
    """Asks the tool for one student's work instead of opening a link."""


@dataclass
class Launches:
    """The waiting launches by the key inside their message hint; the oldest fall out."""

    _waiting: dict[str, Launch] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, key: str, launch: Launch) -> None:
        """Remember a launch until it is taken."""
        with self._lock:
            self._waiting[key] = launch
            if len(self._waiting) > WAITING_AT_MOST:
                del self._waiting[next(iter(self._waiting))]

    def take(self, key: str) -> Launch | None:
        """Hand the launch out, once."""
        with self._lock:
            return self._waiting.pop(key, None)
