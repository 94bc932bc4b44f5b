"""When the words of a course's members are to be deleted; a row a course, for the worker."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.models import Context
from lti_tool.db import Base, utcnow


class Forgetting(Base):
    """The queue entry of one course, which is looked at once a day."""

    __tablename__ = "forgettings"
    __table_args__ = (Index("ix_forgettings_looks_at", "looks_at"),)

    context_id: Mapped[int] = mapped_column(
        ForeignKey(Context.id, ondelete="CASCADE"), primary_key=True
    )
    follows_on: Mapped[date | None]
    """The day that followed from end and days when it was last looked at, without notice."""
    told_at: Mapped[datetime] = mapped_column(default=utcnow)
    """Since when the pages tell a day as early as this one."""
    looks_at: Mapped[datetime] = mapped_column(default=utcnow)
    """When the worker looks again."""
    forgot_at: Mapped[datetime | None]
    """When words were deleted last."""
