"""The agreement of a circle: its texts, signatures, what is off limits; what staff leave open."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.design import Designed, some_of
from lti_tool.courses.models import Context, Membership
from lti_tool.db import Base, utcnow
from lti_tool.forms.shelf import form
from lti_tool.groups.models import PeerGroup


class Agreement(Base):
    """One text of a circle's agreement; a change is a text of its own, with the next version.

    So each version can be read later, a signature never moves to words that nobody signed, and
    of two who write on the same version only the first one is kept.
    """

    __tablename__ = "agreements"
    __table_args__ = (UniqueConstraint("group_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    version: Mapped[int]
    form_name: Mapped[str]
    form_version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    """Read by the members of the circle alone."""
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey(Membership.id, ondelete="SET NULL"), index=True
    )
    written_at: Mapped[datetime] = mapped_column(default=utcnow)

    signatures: Mapped[list["Signature"]] = relationship(
        back_populates="agreement", order_by="Signature.id", passive_deletes=True
    )

    @property
    def key(self) -> str:
        """A circle has one agreement, so its address needs no key."""
        return ""

    @property
    def signers(self) -> set[int]:
        """The memberships that signed this text."""
        return {one.membership_id for one in self.signatures}


class Signature(Base):
    """A member's yes to one text."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("agreement_id", "membership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey(Agreement.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), index=True
    )
    signed_at: Mapped[datetime] = mapped_column(default=utcnow)

    agreement: Mapped[Agreement] = relationship(back_populates="signatures")


class OffLimits(Base):
    """A topic that a member would rather not talk about; mates read the topic, never whose."""

    __tablename__ = "off_limits"
    __table_args__ = (UniqueConstraint("group_id", "membership_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey(PeerGroup.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), index=True
    )
    topic: Mapped[str]


def _wrong_bounds(value: Any) -> str:
    """Each entry names a choice of the agreement, and some of its lines."""
    for name, lines in value.items() if isinstance(value, dict) else [("allowed", None)]:
        asked = form("agreement").field(name)
        known = [one.value for one in asked.options] if asked else []
        if not known or some_of(known.copy)(lines):
            return str(_("This is not understood: %(key)s.", key=name))
    return ""


class Bounds(Designed):
    """What circles of one course may choose in their agreement; without a row, everything."""

    __tablename__ = "agreement_bounds"

    named = lazy_gettext("What circles may agree on, and what is fixed.")
    travels = ("allowed",)
    stays = ("version",)
    section = "agreement"
    checks = {"allowed": _wrong_bounds}  # noqa: RUF012

    context_id: Mapped[int] = mapped_column(
        ForeignKey(Context.id, ondelete="CASCADE"), primary_key=True
    )
    allowed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By field of the form, the options that are left; one option is fixed, no entry is free."""
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
