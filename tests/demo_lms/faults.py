"""Trouble on demand: which requests go wrong, how often and in which way."""

from __future__ import annotations

import threading
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

EVERY_KIND = "*"


class Effect(StrEnum):
    """Ways to go wrong beyond a bad status."""

    HANG_UP = "hung up before doing anything"
    LOSE_ANSWER = "did the work, then hung up without an answer"
    HTML = "a page instead of JSON"
    WRONG_TYPE = "the right body with another media type"
    TRUNCATED = "half of the body"
    FEWER_MEMBERS = "a roster page without the second half of its members"
    NO_MEMBERS = "a roster page without its members"
    LOOP = "a next page that is this one again"
    NO_NEXT = "the Link header left out"
    EXPIRE_TOKENS = "every access token ran out just before"
    THROTTLED_403 = "an older canvas that is too busy"


@dataclass(frozen=True, eq=False)
class Fault:
    """One kind of trouble; `kind` is a kind of the request log, or "*" for all of them.

    Kinds: token, nrps, lineitems (list and create), lineitem (one), scores, results, jwks, auth.
    """

    kind: str
    effect: Effect | None = None
    _: KW_ONLY
    status: int = 0
    """Answer with this status instead; 0 leaves the status alone."""
    retry_after: float | str | None = None
    body: str = ""
    latency: float = 0.0
    """Seconds to wait first."""
    every: int = 1
    """Each n-th fitting request."""
    after: int = 0
    """How many fitting requests go well before."""
    times: int | None = None
    """How often at most; None for ever."""
    only: str = ""
    """Text that must occur in the address or the body, such as a user id or `page=`."""
    is_processed: bool = False
    """Whether the work is done before the bad status is told, as behind an impatient gateway."""

    def fits(self, kind: str, text: str) -> bool:
        """Whether this request may be hit at all."""
        return self.kind in (kind, EVERY_KIND) and self.only in text

    def strikes(self, turn: int) -> bool:
        """Whether the n-th fitting request, counted from 1, is one to hit."""
        later = turn - self.after
        if later <= 0 or later % self.every:
            return False
        return self.times is None or later // self.every <= self.times

    @property
    def words(self) -> str:
        """What the log says about it."""
        return str(self.effect or self.status or f"{self.latency} s late")


class Faults:
    """The faults that are switched on, each with its own count of fitting requests."""

    def __init__(self) -> None:
        self._turns: dict[Fault, int] = {}
        self._hits: dict[Fault, int] = {}
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on; gives it back for `hits` and `remove`."""
        with self._lock:
            self._turns[fault] = 0
        return fault

    def remove(self, fault: Fault) -> None:
        """Switch one off."""
        with self._lock:
            self._turns.pop(fault, None)

    def clear(self) -> None:
        """Switch all of them off."""
        with self._lock:
            self._turns.clear()

    def hits(self, fault: Fault) -> int:
        """How many requests it has spoilt so far."""
        return self._hits.get(fault, 0)

    def due(self, kind: str, text: str) -> list[Fault]:
        """The faults that hit this request; counts it for each that fits."""
        with self._lock:
            fitting = [fault for fault in self._turns if fault.fits(kind, text)]
            for fault in fitting:
                self._turns[fault] += 1
            struck = [fault for fault in fitting if fault.strikes(self._turns[fault])]
            for fault in struck:
                self._hits[fault] = self._hits.get(fault, 0) + 1
            return struck
