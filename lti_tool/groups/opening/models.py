"""A programme that an instructor keeps to begin other courses with."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.models import User
from lti_tool.db import Base, utcnow


class OwnTemplate(Base):
    """The set-up of a course under a name, without anybody of that course; for its author alone."""

    __tablename__ = "own_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    title: Mapped[str]
    outline: Mapped[dict[str, Any]]
    """Columns of an `Outline`."""
    size: Mapped[int]
    plan: Mapped[dict[str, Any]]
    """A `plan.choices.Choices` without people, as JSON."""
    kept_at: Mapped[datetime] = mapped_column(default=utcnow)
