"""What a member says when a circle ends, and whether they want to stay in touch."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base
from lti_tool.forms.answers import UNIQUE_KEY, Answered

MINE = "my-one-close"
"""Everybody closes once, so all closings go by the same key."""


class Closing(Answered, Base):
    """The answers to the form `closing`."""

    __tablename__ = "closings"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)

    wants_touch: Mapped[bool] = mapped_column(default=False)
    """Whether its author wants to stay in touch; it narrows queries, the rule decides."""

    author: Mapped[Membership] = relationship()
