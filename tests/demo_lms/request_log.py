"""What the LMS was asked, so that tests can count token requests, pages and agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LoggedRequest:
    """One answered request; `kind` is the endpoint's name: token, nrps, scores, jwks, …"""

    kind: str
    method: str
    path: str
    """With its query."""
    status: int
    user_agent: str
    at: datetime
    fault: str = ""
    """What went wrong on purpose, in words; empty for an honest answer."""


class RequestLog(list[LoggedRequest]):
    """Every request in the order of the answers."""

    def of(self, kind: str) -> list[LoggedRequest]:
        """The requests of one kind."""
        return [one for one in self if one.kind == kind]

    def count(self, kind: object) -> int:
        """How many requests of one kind were answered."""
        return sum(1 for one in self if one.kind == kind)
