"""How fast one platform may be asked, learned from its own answers; safe between threads.

A few requests are under way at a time. Each failure takes one way of them until an answer comes
through again, so a platform that is down is asked no more often than that. Throttling (429, or
Canvas's 403 with a sentence) ends it for now, and a bucket that runs low slows it down before.
"""

import math
import threading

import requests

from lti_tool.lti.connection import is_throttled

REMAINING = "X-Rate-Limit-Remaining"
"""What Canvas says with each answer: what is left of some 600 units, of which each request under
way holds RESERVED. The last KEPT of them are for others."""
RESERVED, KEPT = 50.0, 100.0


class Pace:
    """The requests that may be under way to one platform: `at_once`, or fewer.

    A platform that was in trouble lately starts with `begin_with` of them, and every answer that
    comes through lets one more go.
    """

    def __init__(self, at_once: int, *, begin_with: int | None = None) -> None:
        self._most = at_once
        self._allowed = begin_with or at_once
        self._under_way = self._failed = 0
        self._is_over = self._is_in_trouble = False
        self._change = threading.Condition()

    def enter(self) -> bool:
        """Wait for our turn; False when nothing more should be asked now."""
        with self._change:
            self._change.wait_for(lambda: self._is_over or self._has_room())
            if self._is_over:
                return False
            self._under_way += 1
            return True

    def leave(self, *, came_through: bool) -> None:
        """One request has ended; `came_through` unless the platform was busy or silent."""
        with self._change:
            self._under_way -= 1
            self._failed = 0 if came_through else self._failed + 1
            if came_through:
                self._allowed = min(self._allowed + 1, self._most)
            if self._failed >= self._allowed:
                self._is_over = self._is_in_trouble = True
            self._change.notify_all()

    def hear(self, answer: requests.Response) -> None:
        """Learn from what an answer says about how much more is welcome."""
        left = _number(answer.headers.get(REMAINING))
        with self._change:
            if is_throttled(answer):
                self._is_over = self._is_in_trouble = True
            if left is not None:
                room = self._under_way + int((left - KEPT) // RESERVED)
                self._allowed = max(1, min(self._allowed, room))
            self._change.notify_all()

    def stop(self) -> None:
        """Let nobody enter any more; that is no fault of the platform."""
        with self._change:
            self._is_over = True
            self._change.notify_all()

    @property
    def is_over(self) -> bool:
        """Whether nothing more should be asked now."""
        return self._is_over

    @property
    def ends_in_trouble(self) -> bool:
        """Whether the platform was busy or silent when it was asked last."""
        return self._is_in_trouble or self._failed > 0

    def _has_room(self) -> bool:
        return self._under_way + self._failed < self._allowed


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "nan")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
