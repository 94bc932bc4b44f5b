"""What members share: links with a word on why they are worth the time."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base
from lti_tool.forms.answers import UNIQUE_KEY, Answered
from lti_tool.groups.models import PeerGroup


class Resource(Answered, Base):
    """The answers to the form `resource`, on the shelf of a circle."""

    __tablename__ = "resources"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY), Index("ix_resources_group_id", "group_id"))

    group_id: Mapped[int | None] = mapped_column(ForeignKey(PeerGroup.id, ondelete="SET NULL"))
    """The circle on whose shelf it stands; empty: on none."""
    is_for_course: Mapped[bool] = mapped_column(default=False)
    """Whether its author has put it on the shelf of the course too, without a name."""

    author: Mapped[Membership] = relationship()
