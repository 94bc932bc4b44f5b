"""What the instructor set up for a course, and the ledger of who did what."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.design import Designed, number, one_of, some_of, whole, yes_or_no
from lti_tool.courses.models import Context, Membership
from lti_tool.db import Base, utcnow
from lti_tool.programme.items import participation
from lti_tool.programme.scoring import MODELS
from lti_tool.web.config import config_dirs

POINTS = 5.0
"""What full participation is worth in the gradebook, until staff choose otherwise."""


USUAL_SIZE = 4
"""How many sit in a circle, until staff choose otherwise."""


class Programme(Designed):
    """The settings of a course; made with good defaults when staff first come in."""

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("context_id"),)

    named = lazy_gettext("The settings: how large circles are, and what taking part is worth.")
    travels = ("group_size", "places_late_joiners", "points")
    stays = ("created_at",)
    section = "programme"
    checks = {  # noqa: RUF012
        "group_size": whole(2, 8),
        "places_late_joiners": yes_or_no,
        "points": number(1, 1000),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    group_size: Mapped[int] = mapped_column(default=USUAL_SIZE)
    places_late_joiners: Mapped[bool] = mapped_column(default=False)
    """Whether who joins after publishing gets the best free seat at once; else staff are asked."""
    points: Mapped[float] = mapped_column(default=POINTS)
    """What full participation is worth in the gradebook."""
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


COLUMNS = ("one", "each")
"""In the gradebook: one column for all that counts, or one for each kind of activity."""


class Grading(Designed):
    """How taking part counts in a course, as its staff chose it; without a row as the file says."""

    __tablename__ = "gradings"
    __table_args__ = (UniqueConstraint("context_id"),)

    named = lazy_gettext("How taking part counts.")
    travels = ("model", "free_misses", "full", "minimum", "leaves_out", "looks_back", "lessons",
               "columns")  # fmt: skip
    stays = ("sends_since", "language", "version")
    section = "grading"
    checks = {  # noqa: RUF012
        "model": one_of(lambda: MODELS),
        "free_misses": whole(0, 20),
        "full": whole(1, 1000),
        "minimum": whole(1, 100),
        "leaves_out": some_of(lambda: [one.key for one in participation(config_dirs()).items]),
        "looks_back": one_of(lambda: (0, 2, 4)),
        "lessons": whole(0, 20),
        "columns": one_of(lambda: COLUMNS),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str | None]
    """One of `scoring.MODELS`; None for everything here: as `config/participation.toml` says."""
    free_misses: Mapped[int | None]
    full: Mapped[int | None]
    minimum: Mapped[int | None]
    leaves_out: Mapped[list[str]] = mapped_column(default=list)
    """Keys of items that do not count here."""
    looks_back: Mapped[int] = mapped_column(default=0)
    """Weeks from one reflection to the next; 0: one in the whole programme."""
    lessons: Mapped[int] = mapped_column(default=0)
    """How many lessons are asked for, of any."""
    columns: Mapped[str] = mapped_column(default=COLUMNS[0])
    """One of `COLUMNS`."""
    sends_since: Mapped[datetime | None]
    """When staff looked at the dry run and had scores sent; before that nothing leaves."""
    language: Mapped[str] = mapped_column(default="en")
    """What they spoke then: the column in the gradebook is called so."""
    version: Mapped[int] = mapped_column(default=0)
    """Rises with each choice, so that of two who choose at once both are shown."""


WHOLE = "home"
"""The kind of activity that is all of them: the circle, with whatever is next."""


class Activity(Designed):
    """Something of the programme that staff gave a link of its own in the course."""

    __tablename__ = "activities"
    __table_args__ = (UniqueConstraint("context_id", "key"), Index("ix_activities_key", "key"))

    named = lazy_gettext("What the links in the course open.")
    known_by = ("key",)
    travels = ("kind", "title", "has_column")
    stays = ("created_at",)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    """Travels in the link's custom parameters, and tells nothing; a copied link has the same."""
    kind: Mapped[str]
    """`home`, `goal` or `reflection`."""
    title: Mapped[str]
    has_column: Mapped[bool]
    """Whether the platform was asked for a gradebook column of its own."""
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    context: Mapped[Context] = relationship()


class ParticipationEvent(Base):
    """One line of the ledger: who did which countable item, when. Lines are only ever added.

    A line that nobody has scored yet is the queue entry of its own scoring, so work is queued
    in the same transaction as what caused it.
    """

    __tablename__ = "participation_events"
    __table_args__ = (
        Index("ix_participation_events_membership_id", "membership_id"),
        Index("ix_participation_events_unscored", "scored_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    item: Mapped[str]
    """The key of an item in `config/participation.toml`."""
    piece: Mapped[str] = mapped_column(default="")
    """Which one of an item that is done again and again: a meeting, a lesson; else empty."""
    is_done: Mapped[bool] = mapped_column(default=True)
    """False in a correction: the item is taken back."""
    occurred_at: Mapped[datetime] = mapped_column(default=utcnow)
    scored_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship()


class Rescoring(Base):
    """A member whose score is to be worked out again, though they did nothing themselves.

    A meeting was moved, a rule was changed; the row is the queue entry, as a line of the ledger is.
    """

    __tablename__ = "rescorings"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )


class KeptStanding(Base):
    """How a member stood when that was last worked out, so that a page need not ask every room.

    It holds until they act again, until it is to be worked out anew, until the next item is due,
    and for a day at most: see `queries.standing_at_hand`.
    """

    __tablename__ = "kept_standings"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )
    counts: Mapped[dict[str, Any]]
    """The fields of a `Standing` that are numbers and keys; its lines are not kept."""
    begins_at: Mapped[datetime | None]
    changes_at: Mapped[datetime | None]
    worked_out_at: Mapped[datetime] = mapped_column(default=utcnow)
