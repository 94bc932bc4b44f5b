"""What somebody has typed into a form and not sent yet."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.db import Base, utcnow


class Draft(Base):
    """The boxes of one page as its author left them; read by its author alone."""

    __tablename__ = "drafts"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True
    )
    page: Mapped[str] = mapped_column(primary_key=True)
    """The path of the page below the visit."""
    version: Mapped[int]
    """What was saved when the boxes were drawn; of another version they are of no use."""
    typed: Mapped[str]
    """Names and values as the page's script wrote them, in JSON; nobody else reads it."""
    kept_at: Mapped[datetime] = mapped_column(default=utcnow)
