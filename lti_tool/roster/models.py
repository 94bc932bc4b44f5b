"""Reads of the course list: what each one found, and when the next one is due."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.models import Context
from lti_tool.db import Base, utcnow

COMPLETE, FAILED, SUSPICIOUS = "complete", "failed", "suspicious"


class RosterRead(Base):
    """One read of a course list. Only a complete one has changed who is in the course."""

    __tablename__ = "roster_reads"
    __table_args__ = (Index("ix_roster_reads_context_id", "context_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    read_at: Mapped[datetime]
    """When the platform was asked; who launched after that is not in this list for sure."""
    outcome: Mapped[str]
    """`complete`, `failed` or `suspicious`."""
    reason: Mapped[str] = mapped_column(default="")
    """Why nothing was changed: a key of `roster.words`."""
    members: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    renamed: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    """In a suspicious read: how many would have left."""


class RosterPlan(Base):
    """When a course list is to be read next; a course without a plan is due at once."""

    __tablename__ = "roster_plans"
    __table_args__ = (Index("ix_roster_plans_next_at", "next_at"),)

    context_id: Mapped[int] = mapped_column(
        ForeignKey(Context.id, ondelete="CASCADE"), primary_key=True
    )
    next_at: Mapped[datetime] = mapped_column(default=utcnow)
    wanted_at: Mapped[datetime | None]
    """Since when somebody waits for a read; empty once it was done."""
    failures: Mapped[int] = mapped_column(default=0)
    """Reads that failed since the last good one."""
    missing: Mapped[list[str]] = mapped_column(default=list)
    """Our numbers of the many members who were not in the last list, until another says so too."""
    differences_url: Mapped[str | None]
    """Where the platform tells what has changed since the last read; absent where it does not."""
    whole_at: Mapped[datetime | None]
    """When the whole list was read last; differences alone are believed for a while only."""
    is_shrinking_confirmed: Mapped[bool] = mapped_column(default=False)
    """Staff have said that the many who vanished really left; good for one read."""
