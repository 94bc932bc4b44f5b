"""Columns of gradebooks, and the outbox of scores on their way there."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Context, Membership
from lti_tool.db import Base, utcnow
from lti_tool.programme.items import TAG


class LineItem(Base):
    """A column that a course's scores go to; `url` is known once the platform has it."""

    __tablename__ = "line_items"
    __table_args__ = (UniqueConstraint("context_id", "tag"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    tag: Mapped[str]
    url: Mapped[str | None]
    label: Mapped[str] = mapped_column(default="")
    score_maximum: Mapped[float] = mapped_column(default=0.0)
    claimed_until: Mapped[datetime | None]
    """While one worker looks for the column or makes it, no other does."""
    read_at: Mapped[datetime | None]
    """When what stands in it was last read back, to find what a teacher's hand has changed."""

    context: Mapped[Context] = relationship()

    @property
    def item(self) -> str:
        """The key of the item whose own column this is; empty: the column of all together."""
        return self.tag.removeprefix(TAG).removeprefix("-")


class OutboxScore(Base):
    """What a member has earned in a column, and whether the platform has it.

    A row is `idle` before anything was earned, `waiting` until the platform has accepted it, then
    `sent`, `failed` when it was refused for good, or `theirs` when a teacher's hand has changed it:
    then it is left alone until they hand it back.
    """

    __tablename__ = "outbox_scores"
    __table_args__ = (
        UniqueConstraint("line_item_id", "membership_id"),
        Index("ix_outbox_scores_due", "state", "line_item_id", "next_try_at"),
        Index("ix_outbox_scores_membership_id", "membership_id"),
        Index("ix_outbox_scores_changes_at", "changes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_item_id: Mapped[int] = mapped_column(ForeignKey(LineItem.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    score_given: Mapped[float] = mapped_column(default=0.0)
    score_maximum: Mapped[float] = mapped_column(default=0.0)
    comment: Mapped[str] = mapped_column(default="")
    """Counts only, never a word of what somebody wrote."""
    is_complete: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None]
    """When this score was decided: whole seconds, later than any time sent before."""
    changes_at: Mapped[datetime | None]
    """When the next item becomes due: then the score is worked out again."""
    state: Mapped[str] = mapped_column(default="idle")
    """`idle`, `waiting`, `sent`, `failed` or `theirs`."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries since the platform last accepted something: above 0 it may hold what we sent."""
    next_try_at: Mapped[datetime] = mapped_column(default=utcnow)
    claimed_until: Mapped[datetime | None]
    """While one worker sends this row, no other does; a dead worker's claim runs out."""
    tried_comment: Mapped[str | None]
    """A comment that left without an answer: it may have arrived."""
    tried_score: Mapped[float | None]
    tried_maximum: Mapped[float | None]
    """What left last: while `attempts` is 1 it may have arrived."""
    sent_score: Mapped[float | None]
    sent_maximum: Mapped[float | None]
    sent_comment: Mapped[str | None]
    their_score: Mapped[float | None]
    """What a teacher's hand put in its place, out of `their_maximum`; None: they emptied it."""
    their_maximum: Mapped[float | None]
    sent_at: Mapped[datetime | None]
    """When the platform last accepted a score."""
    last_refusal: Mapped[str | None]
    """Why the last try failed: a key of `gradebook.words`."""

    line_item: Mapped[LineItem] = relationship()
    membership: Mapped[Membership] = relationship()


class Lane(Base):
    """The way to one platform's gradebooks: one worker at a time, and nobody while it rests."""

    __tablename__ = "lanes"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str | None]
    """The run that sends here now; it has died when `held_until` has passed."""
    held_until: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    """The platform was busy, silent or asked for a pause."""
    troubles: Mapped[int] = mapped_column(default=0)
    """How often in a row that happened: pauses grow with it."""
