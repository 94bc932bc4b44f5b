"""The meetings of a circle: their rhythm, each of them, who took part, cards, notes, promises."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base, utcnow
from lti_tool.forms.answers import UNIQUE_KEY, Answered, new_key
from lti_tool.groups.models import PeerGroup

TOOK_PART = ("there", "remote", "written")
"""Marks of those who took part in a meeting."""


class _Versioned:
    """What two people may write at once: the second one is told."""

    version: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let every update ask for the version it was read with."""
        return {"version_id_col": cls.version}


class Series(_Versioned, Base):
    """How a circle meets: the answers to the form `meetings`."""

    __tablename__ = "series"

    group_id: Mapped[int] = mapped_column(
        ForeignKey(PeerGroup.id, ondelete="CASCADE"), primary_key=True
    )
    answers: Mapped[dict[str, Any]]
    """Read by the members of the circle alone."""
    saved_at: Mapped[datetime] = mapped_column(default=utcnow)

    @property
    def key(self) -> str:
        """A circle has one series, so its address needs no key."""
        return ""


class Meeting(_Versioned, Base):
    """One meeting. Its moment is kept in UTC, and told in the time zone of the series."""

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        Index("ix_meetings_group_id", "group_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(default=new_key, unique=True)
    number: Mapped[int]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    zone: Mapped[str]
    """A name of the IANA database."""
    mode: Mapped[str]
    place: Mapped[str]
    """Written by members: read by the members of the circle alone."""
    agenda: Mapped[str]
    """The name of a file in `config/agendas`."""
    moves: Mapped[int] = mapped_column(default=0)
    """How often it was moved; moving is not missing."""
    swaps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Memberships by role, where two have swapped."""
    dropped_at: Mapped[datetime | None]
    """Since when a new plan has no such meeting."""

    group: Mapped[PeerGroup] = relationship()
    attendances: Mapped[list["Attendance"]] = relationship(passive_deletes=True)
    note: Mapped["MeetingNote | None"] = relationship(passive_deletes=True)

    @property
    def ends_at(self) -> datetime:
        """When it ends, in UTC."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def attended(self, membership_id: int) -> str:
        """How a member said they took part; "" for nothing said."""
        mark = self.mark_of(membership_id)
        return mark.how if mark else ""

    def mark_of(self, membership_id: int) -> "Attendance | None":
        """What a member said of themselves, and what was noted of them."""
        return next((one for one in self.attendances if one.membership_id == membership_id), None)


class Attendance(Base):
    """How a member says they took part in a meeting: `there`, `remote`, `written`, `excused`.

    What they say counts; whoever keeps the note may have seen it otherwise.
    """

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "membership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), index=True
    )
    how: Mapped[str]
    """Empty: they say nothing, or took their mark back."""
    marked_at: Mapped[datetime] = mapped_column(default=utcnow)
    noted: Mapped[bool | None]
    """Whether whoever keeps the note saw them take part; None: nothing is noted of them."""

    @property
    def differs(self) -> bool:
        """Whether what they say and what was noted differ."""
        return bool(self.how) and self.noted is not None and self.noted != self.says_so

    @property
    def says_so(self) -> bool:
        """Whether they say that they took part."""
        return self.how in TOOK_PART

    @property
    def seems_so(self) -> bool:
        """Whether they took part as it was noted, or as they say where nothing is noted yet."""
        return self.says_so if self.noted is None else self.noted


class Card(Answered, Base):
    """What a member brings to a meeting: the answers to `card`, under the key of the meeting."""

    __tablename__ = "meeting_cards"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)


class MeetingNote(_Versioned, Base):
    """What a circle keeps of a meeting: the answers to `note`; its promises stand beside it."""

    __tablename__ = "meeting_notes"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey(Meeting.id, ondelete="CASCADE"), primary_key=True
    )
    answers: Mapped[dict[str, Any]]
    """Read by the members of the circle alone."""
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey(Membership.id, ondelete="SET NULL"), index=True
    )
    filed_at: Mapped[datetime] = mapped_column(default=utcnow)

    @property
    def key(self) -> str:
        """A meeting has one note, so its address needs no key."""
        return ""


class Promise(Base):
    """What somebody will do by when; only its owner says what became of it."""

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_membership_id", "membership_id", "settled_at"),
        Index("ix_promises_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(Meeting.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    position: Mapped[int]
    what: Mapped[str]
    by_when: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="open")
    """`open`, `kept` or `dropped`."""
    settled_at: Mapped[datetime | None]

    owner: Mapped[Membership] = relationship()
    meeting: Mapped[Meeting] = relationship()


class CalendarFeed(Base):
    """A member's private calendar address; a new one takes the place of the old."""

    __tablename__ = "calendar_feeds"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the secret in the address."""
