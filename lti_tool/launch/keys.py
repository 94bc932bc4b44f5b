"""Second keys to a visit: a one-time code for a new tab, and the secret that it becomes.

A new tab shares neither the cookie of the frame nor what its pages remember. For the pages and
guards of this step.
"""

from datetime import timedelta

from sqlalchemy import select, update

from lti_tool.db import db, utcnow
from lti_tool.launch.models import VisitKey
from lti_tool.lti.state import fingerprint, new_secret

CODE_LASTS = timedelta(seconds=60)


def new_code(sid: str) -> str:
    """A code that opens this visit in one new tab, within a minute."""
    code = new_secret()
    db.session.add(VisitKey(hash=fingerprint(code), sid=sid, code_ends_at=utcnow() + CODE_LASTS))
    return code


def redeem(code: str) -> tuple[str, str] | None:
    """The visit of a code and a secret to it; None when the code is too old, used or invented.

    One statement, so that of two at the same moment one gets nothing.
    """
    secret = new_secret()
    turned = (
        update(VisitKey)
        .where(VisitKey.hash == fingerprint(code), VisitKey.code_ends_at > utcnow())
        .values(hash=fingerprint(secret), code_ends_at=None)
        .returning(VisitKey.sid)
        .execution_options(synchronize_session=False)
    )
    sid = db.session.scalars(turned).one_or_none()
    return (sid, secret) if sid else None


def opens(sid: str, secret: str) -> bool:
    """Whether this is the secret of a tab of this visit; a code is none."""
    query = select(VisitKey.sid).where(
        VisitKey.hash == fingerprint(secret),
        VisitKey.sid == sid,
        VisitKey.code_ends_at.is_(None),
    )
    return db.session.scalar(query) is not None
