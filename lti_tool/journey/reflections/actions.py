"""Writing a reflection, and marking it as done."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.definition import Form
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.queries import find_reflection
from lti_tool.programme.actions import record


def save_reflection(
    membership: Membership, made: Form, key: str, *, values: dict[str, Any], seen: int
) -> Reflection:
    """Keep what was written, to go on later; `seen` is the version its writer had before them.

    Raises ChangedMeanwhile when another version stands by now; then nothing was changed.
    """
    kept = _kept(membership, key, seen)
    kept.keep(made, values)
    settle()
    return kept


def finish_reflection(
    membership: Membership, made: Form, key: str, *, values: dict[str, Any], seen: int
) -> Reflection:
    """Keep what was written and mark it as done; done once is done. See save_reflection."""
    kept = _kept(membership, key, seen)
    kept.keep(made, values)
    if kept.done_at is None:
        kept.done_at = utcnow()
        record(membership, "reflection", key)
    settle()
    return kept


def _kept(membership: Membership, key: str, seen: int) -> Reflection:
    kept = find_reflection(membership, key)
    expect_version(kept, seen)
    if kept is None:
        kept = Reflection(membership_id=membership.id, key=key)
        db.session.add(kept)
    return kept
