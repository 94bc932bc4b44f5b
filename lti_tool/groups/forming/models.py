"""Forming as a piece of work: asked for on a page, done by a worker, watched by whoever waits."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.models import Context
from lti_tool.db import Base, utcnow
from lti_tool.groups.models import Grouping

ANEW, REST, REPAIR = "anew", "rest", "repair"
FORMED, STOPPED, CANCELLED = "formed", "stopped", "cancelled"
IMPOSSIBLE, FAILED = "impossible", "failed"


class Forming(Base):
    """One search for circles. A course has at most one that has not ended.

    The row is the queue entry of its own work: whoever asks for circles writes it in the same
    transaction, and it may be taken up again for as long as it has not ended.
    """

    __tablename__ = "formings"
    __table_args__ = (
        Index("ix_formings_context_id", "context_id"),
        Index(
            "uq_formings_open",
            "context_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    kind: Mapped[str]
    """`anew`, `rest` (locked circles stay) or `repair` (of what is published)."""
    size: Mapped[int]
    seed: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """Rounds of the search; zero until it has begun."""
    is_stopping: Mapped[bool] = mapped_column(default=False)
    """Somebody asked for what there is by now."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often a worker took it up: who takes it up too often dies of it."""
    claimed_until: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    """How it ended: `formed`, `stopped`, `cancelled`, `impossible` or `failed`."""
    said: Mapped[str] = mapped_column(default="")
    """Why no circles are possible, in English."""
    joined: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    """How many came and went while it ran."""
    grouping_id: Mapped[int | None] = mapped_column(ForeignKey(Grouping.id, ondelete="SET NULL"))
    """The draft that it made."""
    asked_at: Mapped[datetime] = mapped_column(default=utcnow)
    ended_at: Mapped[datetime | None]
