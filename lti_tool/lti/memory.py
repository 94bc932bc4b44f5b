"""A short memory for what is asked at every launch and changes once a year."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
MOST_KEPT = 10_000


class Memory(Generic[Answer]):
    """Keeps answers for some seconds, in this process; what raises is not kept.

    A registration that is switched off is thus refused at the latest after `seconds`.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: dict[object, tuple[float, Answer]] = {}

    def recall(self, key: object, ask: Callable[[], Answer]) -> Answer:
        """The answer kept under `key`, or a fresh one."""
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept is not None and kept[0] > now:
            return kept[1]
        answer = ask()
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = (now + self._seconds, answer)
        return answer
