"""A reflection."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from lti_tool.db import Base
from lti_tool.forms.answers import UNIQUE_KEY, Answered


class Reflection(Answered, Base):
    """What one member wrote in looking back: the answers to the form `reflection`."""

    __tablename__ = "reflections"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)

    done_at: Mapped[datetime | None]
    """When it was first marked as done; until then the group sees nothing of it."""
