"""Writing what one gave and gained, and whether one stays in touch."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.shelf import form
from lti_tool.journey.closing.models import MINE, Closing
from lti_tool.journey.closing.queries import closing_of

YES = "yes"


def save_closing(member: Membership, *, values: dict[str, Any], seen: int) -> None:
    """Keep the one closing of a member; `seen` is the version its writer had before them.

    Raises ChangedMeanwhile when another version stands by now; then nothing was changed.
    """
    kept = closing_of(member)
    expect_version(kept, seen)
    if kept is None:
        kept = Closing(membership_id=member.id, key=MINE)
        db.session.add(kept)
    kept.keep(form("closing"), values)
    kept.wants_touch = values.get("touch") == YES
    settle()
