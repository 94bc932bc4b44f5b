"""Occasions to write to somebody, and who wants no reminders."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership, User
from lti_tool.db import Base, utcnow


class Occasion(Base):
    """Something that waits for one person: a line of the next reminder to them.

    It is `waiting` until a reminder has told it, then `sent`, or `failed` when the address was
    refused for good. What has come to nothing meanwhile is deleted.
    """

    __tablename__ = "occasions"
    __table_args__ = (
        UniqueConstraint("membership_id", "kind", "about"),
        Index("ix_occasions_state", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    kind: Mapped[str]
    """A key of `reminders.reasons`."""
    about: Mapped[str]
    """What of that kind, by our own numbers: nobody is told of the same thing twice."""
    facts: Mapped[dict[str, Any]]
    """Numbers and moments; never a word of what somebody wrote."""
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=utcnow)
    claimed_until: Mapped[datetime | None]
    """While one worker writes this reminder no other does; a dead worker's claim runs out."""
    sent_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship()


class NoReminders(Base):
    """Somebody who wants no reminders; whoever has no row gets them."""

    __tablename__ = "no_reminders"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    said_at: Mapped[datetime] = mapped_column(default=utcnow)
