"""Writing the agreement of a circle, signing it, and keeping topics off limits."""

from typing import Any

from sqlalchemy import delete

from lti_tool.db import db, insert_missing
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.forms.answers import settle
from lti_tool.forms.shelf import form
from lti_tool.journey.agreement.models import Agreement, Bounds, OffLimits, Signature
from lti_tool.journey.agreement.queries import agreement_of, bounds_of, topics_of
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.feed.actions import tell
from lti_tool.programme.actions import record_once


def write_agreement(at: Seated, *, values: dict[str, Any], seen: int) -> None:
    """Keep a text; `seen` is the version its writer had before them, 0 for the first text.

    What says the same as the text that holds is no change. Raises ChangedMeanwhile when another
    version stands by now; then nothing was changed.
    """
    kept = agreement_of(at.group)
    if kept is not None and kept.answers == values:
        return
    if (kept.version if kept else 0) != seen:
        raise ChangedMeanwhile(f"written on version {seen}")
    made = form("agreement")
    text = Agreement(group_id=at.group.id, version=seen + 1, author_id=at.me.id, answers=values)
    text.form_name, text.form_version = made.name, made.version
    db.session.add(text)
    tell(at.group, at.me, kind="agreement-written", version=text.version)
    settle()


def sign_agreement(at: Seated, *, version: int) -> None:
    """Sign the text that holds; twice is once, and it counts once for ever.

    Raises NotHere where there is no text, ChangedMeanwhile when the signer read another version.
    """
    kept = agreement_of(at.group)
    if kept is None:
        raise NotHere("no agreement to sign")
    if kept.version != version:
        raise ChangedMeanwhile(f"signed version {version}")
    if at.me.id not in kept.signers:
        insert_missing(Signature, agreement_id=kept.id, membership_id=at.me.id)
        tell(at.group, at.me, kind="agreement-signed", version=version)
        record_once(at.me, "agreement")


def keep_off_limits(at: Seated, topic: str) -> None:
    """Add a topic to the joined list; twice is once. The feed does not say whose it is."""
    if topic not in topics_of(at.group, at.me).own.values():
        insert_missing(OffLimits, group_id=at.group.id, membership_id=at.me.id, topic=topic)
        tell(at.group, None, kind="topic-added")


def open_topic(at: Seated, topic_id: int) -> None:
    """Take one's own topic back; one that is gone already stays gone."""
    own = delete(OffLimits).filter_by(id=topic_id, group_id=at.group.id, membership_id=at.me.id)
    db.session.execute(own)


def bound(context_id: int, *, allowed: dict[str, Any], seen: int) -> None:
    """Keep which lines circles of a course may choose; texts that stand are not touched.

    Raises ChangedMeanwhile when other staff were faster than the page with version `seen`.
    """
    kept = bounds_of(context_id)
    if (kept.version if kept else 0) != seen:
        raise ChangedMeanwhile(f"bounds of version {seen}")
    if kept is None:
        db.session.add(Bounds(context_id=context_id, allowed=allowed))
    elif kept.allowed != allowed:
        kept.allowed = allowed
    settle()
