"""What staff did about a circle that needs a look: the prepared line was sent, or it was left."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.db import Base, utcnow
from lti_tool.groups.models import PeerGroup


class Tended(Base):
    """The last deed about one flag of a circle; until then the flag rests."""

    __tablename__ = "tended"
    __table_args__ = (UniqueConstraint("group_id", "flag"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    flag: Mapped[str]
    """One of `flags.FLAGS`."""
    how: Mapped[str]
    """`sent` or `left`."""
    at: Mapped[datetime] = mapped_column(default=utcnow)
    rests_until: Mapped[datetime]
