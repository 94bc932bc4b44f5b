"""Circles: a grouping of a course, its peer groups, and who sits in which seat."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Context, Membership
from lti_tool.db import Base, utcnow


class Grouping(Base):
    """One division of a course into groups: a draft, the published one, or one that was replaced.

    A course has at most one draft and one published grouping. Nothing is deleted when a better
    one comes: an id on an old page never means something new.
    """

    __tablename__ = "groupings"
    __table_args__ = (
        Index("ix_groupings_context_id", "context_id", "state"),
        Index(
            "uq_groupings_current",
            "context_id",
            "state",
            unique=True,
            sqlite_where=text("state <> 'replaced'"),
            postgresql_where=text("state <> 'replaced'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    size: Mapped[int]
    seed: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    """`draft`, `published` or `replaced`; a draft that gave way was never published."""
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    published_at: Mapped[datetime | None]

    groups: Mapped[list["PeerGroup"]] = relationship(
        back_populates="grouping", order_by="PeerGroup.number", passive_deletes=True
    )


class PeerGroup(Base):
    """One circle of a grouping; people see its number."""

    __tablename__ = "peer_groups"
    __table_args__ = (UniqueConstraint("grouping_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grouping_id: Mapped[int] = mapped_column(ForeignKey(Grouping.id, ondelete="CASCADE"))
    number: Mapped[int]

    grouping: Mapped[Grouping] = relationship(back_populates="groups")
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="group", order_by="Seat.id", passive_deletes=True
    )


class Seat(Base):
    """A member's place in a circle."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("group_id", "membership_id"),
        Index("ix_seats_membership_id", "membership_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    taken_at: Mapped[datetime] = mapped_column(default=utcnow)

    group: Mapped[PeerGroup] = relationship(back_populates="seats")
    membership: Mapped[Membership] = relationship()
