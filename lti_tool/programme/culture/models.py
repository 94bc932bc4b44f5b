"""Words of staff to everybody in their course."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Context, Membership
from lti_tool.db import Base, utcnow


class TeacherCard(Base):
    """What one of the staff is learning at present, as an example for all."""

    __tablename__ = "teacher_cards"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )
    learning: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)

    membership: Mapped[Membership] = relationship()


class Heard(Base):
    """What students said, in the words of staff, and what staff did with it."""

    __tablename__ = "heard"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"), index=True)
    said: Mapped[str]
    done: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(default=utcnow)
