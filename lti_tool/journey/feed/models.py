"""The feed of a circle: one line for each decision, promise or change, and who has read how far."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base, utcnow
from lti_tool.groups.models import PeerGroup


class FeedLine(Base):
    """Something that changed in a circle; read by its members alone, and only ever added."""

    __tablename__ = "feed_lines"
    __table_args__ = (Index("ix_feed_lines_group_id", "group_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    membership_id: Mapped[int | None] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), index=True
    )
    """Whose doing it was; empty where nobody is to know."""
    kind: Mapped[str]
    """A word that `feed.words` makes a sentence of."""
    facts: Mapped[dict[str, Any]]
    """What the sentence names: numbers, moments, what was decided or promised."""
    told_at: Mapped[datetime] = mapped_column(default=utcnow)

    membership: Mapped[Membership | None] = relationship()


class FeedMark(Base):
    """How far a member has read: up to `read_to` by now, up to `came_at` when this stay began."""

    __tablename__ = "feed_marks"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )
    began_at: Mapped[datetime] = mapped_column(default=utcnow)
    """Since when they are here. A page of the platform that is opened again is the same stay."""
    came_at: Mapped[int] = mapped_column(default=0)
    read_to: Mapped[int] = mapped_column(default=0)
