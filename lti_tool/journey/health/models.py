"""The health check of a circle: what each answers is counted once all did, and then forgotten."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base, utcnow
from lti_tool.groups.models import PeerGroup


class HealthCheck(Base):
    """One check of a circle; a circle has one under way at most."""

    __tablename__ = "health_checks"
    __table_args__ = (
        Index("ix_health_checks_group_id", "group_id"),
        Index(
            "uq_health_checks_open",
            "group_id",
            unique=True,
            sqlite_where=text("counted_at IS NULL"),
            postgresql_where=text("counted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    begun_at: Mapped[datetime] = mapped_column(default=utcnow)
    counted_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """By field, how many chose each of its options; no more is kept of the answers."""

    answers: Mapped[list["HealthAnswer"]] = relationship(passive_deletes=True)


class HealthAnswer(Base):
    """What one member chose, until it is counted; then only that they answered."""

    __tablename__ = "health_answers"
    __table_args__ = (UniqueConstraint("check_id", "membership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey(HealthCheck.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), index=True
    )
    chosen: Mapped[dict[str, Any]]
    """Read by nobody but its author, who may change it until it is counted."""
    answered_at: Mapped[datetime] = mapped_column(default=utcnow)
