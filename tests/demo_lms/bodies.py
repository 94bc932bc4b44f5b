"""Reading what a tool sent: JSON objects, numbers, points in time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any


def json_object(raw: bytes) -> dict[str, Any] | None:
    """The object in this body; None for anything else."""
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def number(value: Any) -> float | None:
    """A number, also one written as text; None for anything else, infinities and NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def moment(value: Any) -> datetime | None:
    """A point in time in ISO 8601, UTC where no zone is told; None for anything else."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
