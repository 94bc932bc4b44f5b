"""Choosing the outline of a programme, opening and closing it.

Each action gets the version that its writer saw, and raises ChangedMeanwhile when somebody else
has chosen something since.
"""

from typing import Any

from lti_tool.db import insert_missing, utcnow
from lti_tool.forms.answers import expect_version, settle
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import find_outline


def kept_outline(context_id: int) -> Outline:
    """The outline of a course; made with good defaults on first use."""
    found = find_outline(context_id)
    if found is None:
        insert_missing(Outline, context_id=context_id, version=1)
        found = find_outline(context_id)
        assert found is not None
    return found


def choose(context_id: int, values: dict[str, Any], *, seen: int) -> Outline:
    """Keep these choices beside the others."""
    outline = kept_outline(context_id)
    expect_version(outline, seen)
    for name, value in values.items():
        setattr(outline, name, value)
    settle()
    return outline


def start(outline: Outline, *, starts_on: Any) -> None:
    """Open the programme, or open it again; opened twice is once."""
    outline.starts_on = outline.starts_on or starts_on
    outline.opened_at = outline.opened_at or utcnow()
    outline.closed_at = None
    settle()


def close(context_id: int) -> None:
    """Close the programme; what was written stays readable. Closed twice is once."""
    outline = kept_outline(context_id)
    outline.closed_at = outline.closed_at or utcnow()
    settle()
