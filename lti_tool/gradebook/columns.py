"""The column of a course: the platform's own, or ours, found or made by one worker at a time.

Every function is part of the caller's transaction; looking and making is `lti.line_items`.
"""

from datetime import timedelta

from sqlalchemy import Update, select, update

from lti_tool.courses.models import ResourceLink
from lti_tool.db import db, utcnow
from lti_tool.errors import PlatformSaysNo, PlatformTrouble
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import TAG, column_name, coupled_url, is_free
from lti_tool.lti.line_items import Column
from lti_tool.programme.items import RESOURCE_ID
from lti_tool.programme.queries import points_in

LEASE = timedelta(minutes=5)
"""Longer than looking for a column and making it can take."""
PAUSE = timedelta(minutes=1)
BUSY = {"last_refusal": "busy"}


def is_known(context_id: int) -> bool:
    """Whether the column is known, or named by the platform itself at a launch."""
    url = db.session.scalar(select(LineItem.url).filter_by(context_id=context_id, tag=TAG))
    coupled = None if url else coupled_url(context_id)
    if coupled is not None:
        _know(context_id, coupled)
    return bool(url or coupled)


def items_of(context_id: int) -> list[int]:
    """The columns of a course that are known, by our own numbers."""
    known = select(LineItem.id).where(LineItem.context_id == context_id, LineItem.url.is_not(None))
    return list(db.session.scalars(known.order_by(LineItem.id)))


def to_find(context_id: int) -> Column | None:
    """The column that is now up to this worker to find or make; None when it is not."""
    return _wanted(context_id) if _lease(context_id) else None


def found(context_id: int, column: Column, *, url: str) -> None:
    """The platform has the column, here."""
    _know(context_id, url, label=column.label, score_maximum=column.score_maximum)


def give_up(context_id: int, trouble: PlatformTrouble) -> None:
    """For good where we may not make a column, else for a while; the scores say so."""
    is_final = isinstance(trouble, PlatformSaysNo)
    until = None if is_final else utcnow() + PAUSE
    said = {"state": "failed", "last_refusal": _meaning(trouble)} if is_final else BUSY
    db.session.execute(_ours(context_id).values(claimed_until=until))
    ours = select(LineItem.id).filter_by(context_id=context_id, tag=TAG)
    waiting = update(OutboxScore).where(
        OutboxScore.line_item_id.in_(ours), OutboxScore.state == "waiting"
    )
    db.session.execute(waiting.values(said).execution_options(synchronize_session=False))


def forget_column(context_id: int) -> None:
    """The platform does not know the column any more: look for it again before the next score."""
    gone = select(LineItem.url).filter_by(context_id=context_id, tag=TAG).scalar_subquery()
    link = update(ResourceLink).filter_by(context_id=context_id, line_item_url=gone)
    db.session.execute(link.values(line_item_url=None))
    db.session.execute(_ours(context_id).values(url=None, claimed_until=None))


def _lease(context_id: int) -> bool:
    """Whether it is now up to this worker to find or make the column."""
    now = utcnow()
    free = _ours(context_id).where(LineItem.url.is_(None), is_free(LineItem, now))
    taken = free.values(claimed_until=now + LEASE).returning(LineItem.id)
    return db.session.scalars(taken).one_or_none() is not None


def _wanted(context_id: int) -> Column:
    return Column(
        label=column_name(context_id),
        score_maximum=points_in(context_id),
        tag=TAG,
        resource_id=RESOURCE_ID,
    )


def _know(context_id: int, url: str, **values: str | float) -> None:
    db.session.execute(_ours(context_id).values(url=url, claimed_until=None, **values))


def _meaning(trouble: PlatformTrouble) -> str:
    status = getattr(trouble, "http_status", 0)
    return "not-allowed" if status in (401, 403) else "no-column"


def _ours(context_id: int) -> Update:
    row = update(LineItem).where(LineItem.context_id == context_id, LineItem.tag == TAG)
    return row.execution_options(synchronize_session=False)
