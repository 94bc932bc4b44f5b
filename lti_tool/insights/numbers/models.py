"""What was counted of a round when it closed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.models import Context
from lti_tool.db import Base, utcnow


class RoundCount(Base):
    """Counts of a round, written once after it has closed and never again.

    So nobody is worked out from how a number moves when one person comes, goes or deletes.
    """

    __tablename__ = "round_counts"
    __table_args__ = (UniqueConstraint("context_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    key: Mapped[str]
    """The key of a round."""
    counts: Mapped[dict[str, Any]]
    """`lines` of its own and `pairs` with the start, as `counting.Counts`."""
    counted_at: Mapped[datetime] = mapped_column(default=utcnow)
