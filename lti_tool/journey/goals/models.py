"""Goals with their steps and moments, who offers help with them, and where their authors head."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base, utcnow
from lti_tool.forms.answers import UNIQUE_KEY, Answered

DRAFT, ACTIVE, PAUSED = "draft", "active", "paused"
ENDS = ("reached", "changed", "let_go")
"""How a goal ends; whoever wants to takes it up again."""
LEVELS = ("plus_2", "plus_1", "zero", "minus_1", "minus_2")
"""How far one got, from much more than expected to much less."""


class Goal(Answered, Base):
    """What one member wants to reach: the answers to the form `goal`, and the steps beside them."""

    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)

    state: Mapped[str] = mapped_column(default=ACTIVE)
    """`draft`, `active`, `paused`, or one of ENDS. The group sees nothing of a draft."""
    back_on: Mapped[date | None]
    """The day on which a paused goal asks whether to go on."""
    ended_at: Mapped[datetime | None]
    stuck_at: Mapped[datetime | None]
    """Since when its author is stuck with the whole of it."""

    steps: Mapped[list["GoalStep"]] = relationship(
        back_populates="goal", order_by="GoalStep.position", cascade="all, delete-orphan"
    )
    moments: Mapped[list["GoalMoment"]] = relationship(
        order_by="GoalMoment.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def all_answers(self) -> dict[str, Any]:
        """The answers with the steps as the form has them, each with whether it is done."""
        return {**self.answers, "steps": [step.as_answer for step in self.steps]}

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to do for it now."""
        return self.state == ACTIVE

    @property
    def has_ended(self) -> bool:
        """Whether it was reached, has become another one, or was let go."""
        return self.state in ENDS

    @property
    def next_step(self) -> "GoalStep | None":
        """The first step that is not done; none of a goal that rests or has ended."""
        open_ = (step for step in self.steps if self.is_under_way and not step.done_at)
        return next(open_, None)

    @property
    def steps_done(self) -> int:
        """How many steps are done."""
        return sum(1 for step in self.steps if step.done_at)


class GoalStep(Base):
    """One step of a goal."""

    __tablename__ = "goal_steps"
    __table_args__ = (Index("ix_goal_steps_goal_id", "goal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey(Goal.id, ondelete="CASCADE"))
    position: Mapped[int]
    what: Mapped[str]
    by_when: Mapped[date | None]
    done_at: Mapped[datetime | None]
    stuck_at: Mapped[datetime | None]
    """Since when its author is stuck with it."""

    goal: Mapped[Goal] = relationship(back_populates="steps")

    @property
    def as_answer(self) -> dict[str, Any]:
        """The step as the form has it."""
        by_when = self.by_when.isoformat() if self.by_when else ""
        return {
            "id": self.id,
            "what": self.what,
            "by_when": by_when,
            "is_done": self.done_at is not None,
            "done_at": self.done_at.isoformat() if self.done_at else "",
            "is_stuck": self.stuck_at is not None,
        }


class GoalMoment(Base):
    """A moment in the life of a goal: it took another state, or its author said where it stands.

    Lines are only ever added; its author alone reads them.
    """

    __tablename__ = "goal_moments"
    __table_args__ = (Index("ix_goal_moments_goal_id", "goal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey(Goal.id, ondelete="CASCADE"))
    happened_at: Mapped[datetime] = mapped_column(default=utcnow)
    kind: Mapped[str]
    """The state that it took, or `update`."""
    form_name: Mapped[str] = mapped_column(default="")
    form_version: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """To `goal_update` or `goal_close`; private."""


class GoalOffer(Base):
    """What a group mate can give to a shared goal: `help`, `encourage`, or `outside` what they can.

    Nobody else learns of a change, so an offer can be lowered without a word.
    """

    __tablename__ = "goal_offers"

    goal_id: Mapped[int] = mapped_column(ForeignKey(Goal.id, ondelete="CASCADE"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    how: Mapped[str]
    offered_at: Mapped[datetime] = mapped_column(default=utcnow)

    membership: Mapped[Membership] = relationship()


class Outlook(Answered, Base):
    """Where a member is heading: the answers to the form `ahead`, for its author alone."""

    __tablename__ = "outlooks"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)


OUTLOOK = "where-i-head"
"""The key of an outlook: everybody has one."""
