"""Circles: a grouping of a course, its peer groups, and who sits in which seat."""

from datetime import datetime
from typing import Any

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
    origin: Mapped[str] = mapped_column(default="hat")
    """How it came about: `hat`, `search`, or `repair` of the published circles."""
    unkept: Mapped[int] = mapped_column(default=0)
    """How many private wishes the search could not keep; told as this number alone."""
    repairs_id: Mapped[int | None] = mapped_column(ForeignKey("groupings.id", ondelete="SET NULL"))
    """The published grouping that this draft changes in place: its circles keep their numbers."""
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    published_at: Mapped[datetime | None]
    mended_at: Mapped[datetime | None]
    """When this repair was published: the circles that it repaired were changed then."""

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
    is_locked: Mapped[bool] = mapped_column(default=False)
    """Staff want it to stay as it is when the rest is formed again."""
    quality: Mapped[float | None]
    """Points of 1000, from `groups.facts`; absent where nothing was asked for."""
    broken: Mapped[int] = mapped_column(default=0)
    """How many rules it breaks that staff may know of; circles that break some come first."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By criterion, what is true of it: `[kind, part, whole]` of `groups.facts`."""
    swap: Mapped[dict[str, Any] | None]
    """The best exchange that the search did not make, until somebody moves: `leaves`, `joins`."""

    grouping: Mapped[Grouping] = relationship(back_populates="groups")
    seats: Mapped[list["Seat"]] = relationship(
        primaryjoin="and_(PeerGroup.id == Seat.group_id, Seat.left_at.is_(None))",
        order_by="Seat.id",
        viewonly=True,
    )
    """The seats that are taken now; those that somebody gave up are history."""


class Seat(Base):
    """A member's place in a circle, from when until when. In published circles none is deleted."""

    __tablename__ = "seats"
    __table_args__ = (
        Index(
            "uq_seats_taken",
            "group_id",
            "membership_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_seats_group_id", "group_id"),
        Index("ix_seats_membership_id", "membership_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    taken_at: Mapped[datetime] = mapped_column(default=utcnow)
    left_at: Mapped[datetime | None]
    """Since when it is somebody's no more; who leaves the course keeps the seat."""

    group: Mapped[PeerGroup] = relationship()
    membership: Mapped[Membership] = relationship()


class SeatMove(Base):
    """One move by hand, so that it can be taken back: from which circle to which, none is none."""

    __tablename__ = "seat_moves"
    __table_args__ = (Index("ix_seat_moves_grouping_id", "grouping_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grouping_id: Mapped[int] = mapped_column(ForeignKey(Grouping.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    from_number: Mapped[int | None]
    to_number: Mapped[int | None]
    moved_at: Mapped[datetime] = mapped_column(default=utcnow)

    membership: Mapped[Membership] = relationship()


class TakingPart(Base):
    """What a member said when they were asked whether they take part; no row: nothing yet.

    A no is an `Exit` as well, to go on alone, so that it can be taken back like any other.
    """

    __tablename__ = "taking_part"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )
    says_yes: Mapped[bool]
    said_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)


ANOTHER, PAUSE, ALONE, STOP = "another", "pause", "alone", "stop"
OUT = (ALONE, STOP)
"""Who takes these sits in no circle, and is given no seat."""


class Exit(Base):
    """A member's own step out of their circle; nobody is asked for a reason, so none is kept.

    `another` circle and `pause` keep the seat; to go on `alone` and to `stop` give it up at once.
    """

    __tablename__ = "exits"
    __table_args__ = (
        Index("ix_exits_membership_id", "membership_id"),
        Index(
            "uq_exits_open",
            "membership_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    grouping_id: Mapped[int | None] = mapped_column(ForeignKey(Grouping.id, ondelete="SET NULL"))
    """What was published then: another circle may be asked for once in each."""
    kind: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=utcnow)
    ended_at: Mapped[datetime | None]
    """Since when it holds no more: taken back, or another seat was found."""

    membership: Mapped[Membership] = relationship()
