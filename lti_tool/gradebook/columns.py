"""The columns of a course: the platform's own, or ours, found or made by one worker at a time.

Every function is part of the caller's transaction; looking and making is `lti.line_items`.
"""

from datetime import timedelta

from sqlalchemy import Update, select, update

from lti_tool.courses.models import ResourceLink
from lti_tool.db import db, utcnow
from lti_tool.errors import PlatformSaysNo, PlatformTrouble
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.gradebook.queries import column_name, coupled_url, due_scores, is_free
from lti_tool.lti.line_items import Column
from lti_tool.programme.items import RESOURCE_ID
from lti_tool.programme.queries import points_in

LEASE = timedelta(minutes=5)
"""Longer than looking for a column and making it can take."""
PAUSE = timedelta(minutes=1)
BUSY = {"last_refusal": "busy"}


def due_columns(context_id: int) -> list[int]:
    """The columns of a course that have scores to send now, by our own numbers."""
    waits = due_scores(utcnow()).exists()
    due = select(LineItem.id).where(LineItem.context_id == context_id, waits)
    return list(db.session.scalars(due.order_by(LineItem.id)))


def is_known(line_item_id: int) -> bool:
    """Whether the platform's column is known, or named by the platform itself at a launch."""
    item = _now(line_item_id)
    coupled = None if item.url else coupled_url(item.context_id, item.item)
    if coupled is not None:
        _know(line_item_id, coupled)
    return bool(item.url or coupled)


def to_find(line_item_id: int) -> Column | None:
    """The column that is now up to this worker to find or make; None when it is not."""
    return _wanted(_now(line_item_id)) if _lease(line_item_id) else None


def found(line_item_id: int, column: Column, *, url: str) -> None:
    """The platform has the column, here."""
    _know(line_item_id, url, label=column.label, score_maximum=column.score_maximum)


def give_up(line_item_id: int, trouble: PlatformTrouble) -> None:
    """For good where we may not make a column, else for a while; the scores say so."""
    is_final = isinstance(trouble, PlatformSaysNo)
    until = None if is_final else utcnow() + PAUSE
    said = {"state": "failed", "last_refusal": _meaning(trouble)} if is_final else BUSY
    db.session.execute(_ours(line_item_id).values(claimed_until=until))
    waiting = update(OutboxScore).where(
        OutboxScore.line_item_id == line_item_id, OutboxScore.state == "waiting"
    )
    db.session.execute(waiting.values(said).execution_options(synchronize_session=False))


def forget_column(line_item_id: int) -> None:
    """The platform does not know the column any more: look for it again before the next score."""
    item = _now(line_item_id)
    link = update(ResourceLink).filter_by(context_id=item.context_id, line_item_url=item.url)
    db.session.execute(link.values(line_item_url=None))
    db.session.execute(_ours(line_item_id).values(url=None, claimed_until=None))


def _lease(line_item_id: int) -> bool:
    """Whether it is now up to this worker to find or make the column."""
    now = utcnow()
    free = _ours(line_item_id).where(LineItem.url.is_(None), is_free(LineItem, now))
    taken = free.values(claimed_until=now + LEASE).returning(LineItem.id)
    return db.session.scalars(taken).one_or_none() is not None


def _wanted(item: LineItem) -> Column:
    return Column(
        label=column_name(item.context_id, item.item),
        score_maximum=points_in(item.context_id),
        tag=item.tag,
        resource_id=RESOURCE_ID,
    )


def _know(line_item_id: int, url: str, **values: str | float) -> None:
    db.session.execute(_ours(line_item_id).values(url=url, claimed_until=None, **values))


def _meaning(trouble: PlatformTrouble) -> str:
    status = getattr(trouble, "http_status", 0)
    return "not-allowed" if status in (401, 403) else "no-column"


def _now(line_item_id: int) -> LineItem:
    """The column as it stands now, whatever the session remembers."""
    return db.session.get_one(LineItem, line_item_id, populate_existing=True)


def _ours(line_item_id: int) -> Update:
    row = update(LineItem).where(LineItem.id == line_item_id)
    return row.execution_options(synchronize_session=False)
