"""Making an offer of help, and taking it back."""

from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.shelf import form
from lti_tool.journey.offers.models import MINE, Offer
from lti_tool.journey.offers.queries import offer_of


def save_offer(member: Membership, *, values: dict[str, Any], seen: int) -> None:
    """Keep the one offer of a member; `seen` is the version its writer had before them.

    Raises ChangedMeanwhile when another version stands by now; then nothing was changed.
    """
    kept = offer_of(member)
    expect_version(kept, seen)
    if kept is None:
        kept = Offer(membership_id=member.id, key=MINE)
        db.session.add(kept)
    kept.keep(form("offer"), values)
    kept.is_open = values.get("open") == "now"
    settle()
