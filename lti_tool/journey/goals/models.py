"""A goal and its steps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.db import Base
from lti_tool.forms.answers import UNIQUE_KEY, Answered


class Goal(Answered, Base):
    """What one member wants to reach: the answers to the form `goal`, and the steps beside them."""

    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)

    steps: Mapped[list["GoalStep"]] = relationship(
        back_populates="goal", order_by="GoalStep.position", cascade="all, delete-orphan"
    )

    @property
    def all_answers(self) -> dict[str, Any]:
        """The answers with the steps as the form has them, each with whether it is done."""
        return {**self.answers, "steps": [step.as_answer for step in self.steps]}

    @property
    def next_step(self) -> "GoalStep | None":
        """The first step that is not done."""
        return next((step for step in self.steps if not step.done_at), None)

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

    goal: Mapped[Goal] = relationship(back_populates="steps")

    @property
    def as_answer(self) -> dict[str, Any]:
        """The step as the form has it."""
        by_when = self.by_when.isoformat() if self.by_when else ""
        return {"what": self.what, "by_when": by_when, "is_done": self.done_at is not None}
