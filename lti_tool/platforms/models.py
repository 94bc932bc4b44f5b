"""What the tool knows of platforms: registrations, deployments, its own keys, access tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.db import Base, Sealed, utcnow


class Registration(Base):
    """One platform that may send people here: an issuer and the client_id it gave us.

    The issuer alone identifies nobody: all schools of hosted Canvas share one.
    """

    __tablename__ = "registrations"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    issuer: Mapped[str]
    client_id: Mapped[str]
    auth_login_url: Mapped[str]
    auth_token_url: Mapped[str]
    jwks_url: Mapped[str]
    token_audience: Mapped[str | None]
    """What the token endpoint wants as audience, where it is not its own address."""
    product_family: Mapped[str] = mapped_column(default="")
    """`moodle`, `canvas`, …: what the launches call themselves; empty until the first one."""
    is_active: Mapped[bool] = mapped_column(default=True)
    is_waiting: Mapped[bool] = mapped_column(default=False)
    """Not active yet, but it asked to be: waits for the operator's approval."""
    client_uri: Mapped[str | None]
    """Where the platform keeps our registration, if it told (RFC 7592)."""
    client_token: Mapped[str | None] = mapped_column(Sealed)
    """What opens that address."""
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class Invitation(Base):
    """A link with which one platform may connect without approval, once, for some days."""

    __tablename__ = "invitations"

    hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the code in the link; the code itself is kept nowhere."""
    name: Mapped[str]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Deployment(Base):
    """One installation of a registration: a site, an account or a single course."""

    __tablename__ = "deployments"
    __table_args__ = (UniqueConstraint("registration_id", "deployment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey(Registration.id, ondelete="CASCADE"))
    deployment_id: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)

    registration: Mapped[Registration] = relationship(lazy="joined")


class NoticeHandler(Base):
    """A deployment that lets us ask for notices of copied courses, and whether it was asked."""

    __tablename__ = "notice_handlers"

    deployment_id: Mapped[int] = mapped_column(
        ForeignKey(Deployment.id, ondelete="CASCADE"), primary_key=True
    )
    service_url: Mapped[str]
    """As the last launch that named it did (Platform Notification Service 1.0)."""
    handler: Mapped[str | None]
    """The address of ours that the platform has taken; empty until it has."""
    next_try_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
    failures: Mapped[int] = mapped_column(default=0)
    """Tries since the platform last said yes."""


class HeardNotice(Base):
    """A notice that came in: the same one, or one with the same nonce, is not heard twice."""

    __tablename__ = "heard_notices"
    __table_args__ = (UniqueConstraint("registration_id", "nonce"),)

    registration_id: Mapped[int] = mapped_column(
        ForeignKey(Registration.id, ondelete="CASCADE"), primary_key=True
    )
    notice_id: Mapped[str] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    heard_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)


class Refusal(Base):
    """Launches of a registration that were refused for one reason: how often, and when last.

    Names nobody. Only what answers a login of ours counts, so strangers write nothing here.
    """

    __tablename__ = "refusals"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey(Registration.id, ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    """The name of the error, as the log has it."""
    times: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=utcnow)


class ToolKey(Base):
    """A key pair of the tool; the newest that is not retired signs, all of them are published."""

    __tablename__ = "tool_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(unique=True)
    private_pem: Mapped[str] = mapped_column(Sealed)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    retired_at: Mapped[datetime | None]


class AccessToken(Base):
    """One access token per registration and set of scopes, shared by all processes."""

    __tablename__ = "access_tokens"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey(Registration.id, ondelete="CASCADE"), primary_key=True
    )
    scopes: Mapped[str] = mapped_column(primary_key=True)
    """Sorted, joined by blanks."""
    token: Mapped[str] = mapped_column(Sealed)
    expires_at: Mapped[datetime]
