"""Gradebook columns and what stands in them (AGS 2.0 line items and results)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(eq=False)
class Result:
    """One cell of the gradebook; `score` is in points of the column, None while ungraded."""

    score: float | None = None
    maximum: float = 0.0
    comments: list[str] = field(default_factory=list)
    timestamp: datetime | None = None
    """When the sender says the score came about; None once a progress post erased the cell."""
    activity_progress: str = ""
    grading_progress: str = ""
    attempts: int = 0
    raw_score: float | None = None
    """What the tool posted last, kept apart from what a teacher's hand put in its place."""
    is_overridden: bool = False
    is_locked: bool = False

    @property
    def comment(self) -> str:
        """Every comment the student sees, one a line."""
        return "\n".join(self.comments)


@dataclass(eq=False)
class LineItem:
    """One gradebook column; `url` is its id on the wire."""

    number: int
    label: str
    score_maximum: float
    client_id: str
    deployment_id: str
    resource_id: str = ""
    tag: str = ""
    resource_link_id: str = ""
    is_coupled: bool = False
    """Made together with its activity inside the LMS, not by the tool."""
    is_shown: bool = True
    """Whether teachers see the column; a second item of one canvas assignment stays hidden."""
    is_published: bool = True
    extra: dict[str, Any] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)

    def result(self, user_id: str) -> Result:
        """The cell of this user, made on first touch."""
        return self.results.setdefault(user_id, Result(maximum=self.score_maximum))

    def rescale(self, maximum: float) -> None:
        """Change the column's maximum and carry every score along in proportion."""
        factor = maximum / self.score_maximum if self.score_maximum else 1.0
        for result in self.results.values():
            result.maximum = maximum
            if result.score is not None:
                result.score = round(result.score * factor, 5)
        self.score_maximum = maximum
