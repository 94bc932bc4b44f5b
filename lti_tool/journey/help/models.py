"""What members ask of others: help or feedback, whom they asked, and what those answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.courses.models import Membership
from lti_tool.db import Base, utcnow
from lti_tool.forms.answers import UNIQUE_KEY, Answered

HELP, FEEDBACK = "help", "feedback"
"""What may be asked: the names of the two forms."""
GROUP, HELPER, TEACHER = "group", "helper", "teacher"
LADDER = (GROUP, HELPER, TEACHER)
"""From near to far; beyond them are the support services, which one reaches oneself."""
ANSWER_FORM = {HELP: "help_answer", FEEDBACK: "feedback_given"}
"""The form that a recipient answers with."""

State = Literal["draft", "sent", "seen", "answered", "back", "closed"]


@dataclass(frozen=True)
class Rung:
    """One line of whom one may ask: `value` names it in a form, `people` would get the request."""

    value: str
    level: str
    people: tuple[Membership, ...]
    offer: str = ""
    """What a helper says to the course."""


class Request(Answered, Base):
    """A request for help or feedback; nobody but its author and those it was sent to knows of it.

    It is sent to nobody by itself: where no answer comes until `back_at`, its recipients cannot
    read it any more and its author chooses again.
    """

    __tablename__ = "requests"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)

    level: Mapped[str] = mapped_column(default="")
    """How far it went last: `group`, `helper`, `teacher`; for feedback `feedback`."""
    sent_at: Mapped[datetime | None]
    back_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    author: Mapped[Membership] = relationship()
    everybody: Mapped[list["Recipient"]] = relationship(
        back_populates="request", order_by="Recipient.id", passive_deletes=True
    )
    """All who were ever asked; `recipients` are those who are asked now."""

    @property
    def kind(self) -> str:
        """Help or feedback."""
        return self.form_name

    @property
    def recipients(self) -> list["Recipient"]:
        """Those it was sent to last, and who answered before."""
        return [one for one in self.everybody if one.ended_at is None or one.answered_at]

    @property
    def state(self) -> State:
        """How it stands now."""
        if self.sent_at is None:
            return "draft"
        if self.closed_at:
            return "closed"
        if any(one.answered_at for one in self.recipients):
            return "answered"
        if all(one.passed_at for one in self.recipients) or self.has_waited:
            return "back"
        return "seen" if any(one.seen_at for one in self.recipients) else "sent"

    @property
    def has_waited(self) -> bool:
        """Whether the time for an answer is over."""
        return self.back_at is not None and self.back_at <= utcnow()


class Recipient(Base):
    """Somebody who was asked, and their answer."""

    __tablename__ = "recipients"
    __table_args__ = (
        UniqueConstraint("request_id", "membership_id"),
        Index("ix_recipients_membership_id", "membership_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(Request.id, ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(ForeignKey(Membership.id, ondelete="CASCADE"))
    is_staff: Mapped[bool]
    """What they were when they were asked; who became staff reads no student's letter."""
    asked_at: Mapped[datetime] = mapped_column(default=utcnow)
    seen_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    """Since when they let it pass."""
    ended_at: Mapped[datetime | None]
    """Since when it is for others instead."""
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Read by its author and by who asked."""
    answered_at: Mapped[datetime | None]
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the asker says to it; read by the two of them."""
    replied_at: Mapped[datetime | None]

    request: Mapped[Request] = relationship(back_populates="everybody")
    membership: Mapped[Membership] = relationship()

    @property
    def may_read(self) -> bool:
        """Whether the request is for them still: what they answered stays theirs to read."""
        if self.membership.is_staff != self.is_staff or self.request.author.left_at:
            return False
        if self.answered_at:
            return True
        waits = self.request.closed_at is None and self.passed_at is None and self.ended_at is None
        return waits and self.request.state != "back"
