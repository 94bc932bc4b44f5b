"""Which lessons a member has done."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.models import Membership
from lti_tool.db import Base, utcnow


class LessonDone(Base):
    """A member has done a lesson, by its name in `config/lessons`."""

    __tablename__ = "lessons_done"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )
    lesson: Mapped[str] = mapped_column(primary_key=True)
    done_at: Mapped[datetime] = mapped_column(default=utcnow)
