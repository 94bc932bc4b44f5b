"""What somebody says and leaves behind when they leave a circle, and how it is for them there."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base, utcnow
from lti_tool.forms.answers import UNIQUE_KEY, Answered
from lti_tool.groups.models import PeerGroup


class Farewell(Base):
    """Somebody left a circle: what they had opened to it and chose to leave there, as it was then.

    It is a copy, so that what its author writes later is not read by those they left.
    """

    __tablename__ = "farewells"
    __table_args__ = (Index("ix_farewells_group_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), index=True
    )
    left: Mapped[dict[str, Any]]
    """By the names of forms, lists of answers that were open; read by those who sit there."""
    said_at: Mapped[datetime] = mapped_column(default=utcnow)

    membership: Mapped[Membership] = relationship()


class Fit(Answered, Base):
    """How it is for a member in their circle: the answer to `fit`, under the key of a meeting."""

    __tablename__ = "fits"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)
