"""A visit: what a launch becomes, and what every page of it stands on."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership, ResourceLink
from lti_tool.courses.sight import WHOLE, Sight
from lti_tool.db import Base, utcnow
from lti_tool.lti.deep_linking import ContentRequest


class Visit(Base):
    """One person in one course from one launch.

    `sid` was made at login and travelled in the state; as primary key it makes state and nonce
    single use: the second launch with the same state cannot be written.
    """

    __tablename__ = "visits"
    __table_args__ = ({"sqlite_with_rowid": False},)

    sid: Mapped[str] = mapped_column(primary_key=True)
    secret_hash: Mapped[str]
    """SHA-256 of what the browser must bring along; the sid alone opens nothing."""
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    resource_link_id: Mapped[int | None] = mapped_column(
        ForeignKey(ResourceLink.id, ondelete="SET NULL")
    )
    is_staff: Mapped[bool]
    """Rights come from the context roles of this very launch."""
    is_admin: Mapped[bool]
    """An administrator of the institution: sees the state of the registration, nothing personal."""
    is_section_only: Mapped[bool] = mapped_column(default=False)
    """The platform lets this member of staff see their own sections alone."""
    locale: Mapped[str] = mapped_column(default="")
    return_url: Mapped[str | None]
    reviews: Mapped[str | None]
    """The subject of the student at whose line a gradebook was opened."""
    framed_by: Mapped[str] = mapped_column(default="")
    """The origins, separated by blanks, whose pages may hold this visit in a frame."""
    accent: Mapped[str] = mapped_column(default="")
    """The school's colour as six hexadecimal digits; empty: ours."""
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    ends_at: Mapped[datetime]

    membership: Mapped[Membership] = relationship()
    resource_link: Mapped[ResourceLink | None] = relationship()

    @property
    def sight(self) -> Sight:
        """Whom of the course this visit may see, where it may see others at all."""
        return Sight(frozenset(self.membership.section_ids)) if self.is_section_only else WHOLE


class VisitKey(Base):
    """A second key to a visit, for a new tab: a code for a minute, then the secret it became.

    Ending the visit ends all its keys.
    """

    __tablename__ = "visit_keys"

    hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the code or the secret."""
    sid: Mapped[str] = mapped_column(ForeignKey(Visit.sid, ondelete="CASCADE"), index=True)
    code_ends_at: Mapped[datetime | None]
    """Until when the code may be used; empty once it has become a secret."""


class Selection(Base):
    """A choice that a platform asked for and that waits for staff, bound to the visit it opened.

    It stays until the visit ends, so that an answer that got lost on its way can be sent again.
    """

    __tablename__ = "selections"

    sid: Mapped[str] = mapped_column(ForeignKey(Visit.sid, ondelete="CASCADE"), primary_key=True)
    settings: Mapped[dict[str, Any]]
    """A ContentRequest, by its fields."""

    @staticmethod
    def settings_of(asked: ContentRequest) -> dict[str, Any]:
        """A request as it is kept."""
        return asdict(asked)

    @property
    def asked(self) -> ContentRequest:
        """The request as it was."""
        return ContentRequest(**self.settings)
