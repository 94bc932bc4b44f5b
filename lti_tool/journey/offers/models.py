"""What a member offers to help others of the course with."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base
from lti_tool.forms.answers import UNIQUE_KEY, Answered

MINE = "my-one-offer"
"""Everybody has one offer, so all go by the same key."""
MOST = {"one": 1, "two": 2, "three": 3}
"""How many may ask at a time, by the words of the form."""


class Offer(Answered, Base):
    """The answers to the form `offer`."""

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)

    is_open: Mapped[bool]
    """Whether its author may be asked now; it narrows queries."""

    author: Mapped[Membership] = relationship()

    @property
    def most(self) -> int:
        """How many may ask at a time."""
        return MOST.get(self.answers.get("most", ""), 1)
