"""A leaking bucket of request cost for each caller, as hosted Canvas keeps it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

FULL = 600.0
LEAK_PER_SECOND = 10.0
RESERVED = 50.0
"""Held while a request runs and given back at its end."""
TOKEN_COST = 200.0
SERVICE_COST = 0.61


class Throttle:
    """Levels by caller; time comes from the LMS's clock, so tests can let it pass."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._levels: dict[str, tuple[float, datetime]] = {}
        self._lock = threading.Lock()

    def remaining(self, caller: str) -> float:
        """What is left before the bucket is full."""
        with self._lock:
            return max(0.0, FULL - self._level(caller))

    def enter(self, caller: str) -> bool:
        """Reserve room for a request; False when the bucket is full."""
        with self._lock:
            level = self._level(caller)
            if level + RESERVED > FULL:
                return False
            self._levels[caller] = (level + RESERVED, self._clock())
            return True

    def leave(self, caller: str, cost: float) -> None:
        """Give the reserve back and charge what the request cost."""
        with self._lock:
            level = max(0.0, self._level(caller) - RESERVED) + cost
            self._levels[caller] = (level, self._clock())

    def _level(self, caller: str) -> float:
        level, then = self._levels.get(caller, (0.0, self._clock()))
        return max(0.0, level - (self._clock() - then).total_seconds() * LEAK_PER_SECOND)
