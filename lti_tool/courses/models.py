"""The nouns that every later step shares, as the platform told us: who is in which course."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lti_tool.db import Base, utcnow
from lti_tool.lti.roles import Roles
from lti_tool.platforms.models import Deployment, Registration


class Context(Base):
    """A course, as one deployment names it; two deployments in one course are two contexts."""

    __tablename__ = "contexts"
    __table_args__ = (UniqueConstraint("deployment_id", "context_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deployment_id: Mapped[int] = mapped_column(ForeignKey(Deployment.id, ondelete="CASCADE"))
    context_id: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    memberships_url: Mapped[str | None]
    """Where the platform gives the course list (NRPS 2.0); absent where it gives none."""
    line_items_url: Mapped[str | None]
    """Where the platform keeps the course's line items (AGS 2.0)."""
    scopes: Mapped[list[str]] = mapped_column(default=list)
    """What the platform allows us in this course's gradebook."""
    groups_url: Mapped[str | None]
    """Where the platform lists the course's groups (Course Groups Service 1.0)."""
    group_sets_url: Mapped[str | None]
    """Where it lists the sets of these groups; absent where it has none."""
    copied_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("contexts.id", ondelete="SET NULL"), index=True
    )
    """The course of the same registration that this one was copied from, where we know it."""
    copy_state: Mapped[str] = mapped_column(default="")
    """Of a copy: `waiting` for what its staff say, `brought` or `afresh`; else empty."""
    begins_on: Mapped[date | None]
    """The first day of the course, where a launch told it."""
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    deployment: Mapped[Deployment] = relationship()
    copied_from: Mapped["Context | None"] = relationship(remote_side=[id])


class ResourceLink(Base):
    """One place in a course from which people come in."""

    __tablename__ = "resource_links"
    __table_args__ = (UniqueConstraint("context_id", "resource_link_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    resource_link_id: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    line_item_url: Mapped[str | None]
    """The one line item that the platform couples to this link, if there is exactly one."""
    activity: Mapped[str] = mapped_column(default="")
    """The key of what deep linking put here; empty where nothing was chosen."""

    context: Mapped[Context] = relationship()


class User(Base):
    """A person on one platform: (registration, subject), never an e-mail address or a name.

    Whom staff listed before the platform named them has no subject yet: `courses.awaited`.
    """

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("registration_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey(Registration.id, ondelete="CASCADE"))
    subject: Mapped[str | None]
    """The platform's own id, `sub` of launches; None for who has never come."""
    sourced_id: Mapped[str] = mapped_column(default="")
    """The school's id of this person (`person_sourcedid`), as the platform or a list says it."""
    name: Mapped[str] = mapped_column(default="")
    """As the platform gives it; empty where it gives none."""
    given_name: Mapped[str] = mapped_column(default="")
    chosen_name: Mapped[str] = mapped_column(default="")
    """What they chose to go by where the platform gives no name."""
    language: Mapped[str | None]
    """The person's own choice here; absent: the launch decides."""
    locale: Mapped[str] = mapped_column(default="")
    """The language of ours that the last launch spoke; kept where reminders are sent."""
    email: Mapped[str] = mapped_column(default="")
    """As the last launch gives it; kept where reminders are sent, and for these alone."""

    @property
    def shown_name(self) -> str:
        """A name to show: as told, as chosen, or a number that says nothing about them."""
        return self.name.strip() or self.chosen_name or f"№ {self.id}"

    @property
    def short_name(self) -> str:
        """What group mates call them: the given name, or the first word of the name."""
        first_word = next(iter(self.name.split()), self.shown_name)
        return self.given_name.strip() or first_word


class Membership(Base):
    """A user in a context. Left members stay, so that what they earned stays."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("context_id", "user_id"),
        Index("ix_memberships_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    launch_roles: Mapped[list[str]] = mapped_column(default=list)
    """Context roles of the last launch: `Instructor`, `Learner`, …"""
    roster_roles: Mapped[list[str]] = mapped_column(default=list)
    """Context roles of the last course list. Moodle calls a TA a Learner there."""
    section_ids: Mapped[list[str]] = mapped_column(default=list)
    """The platform's own ids of this person's sections, as the last launch gave them."""
    group_ids: Mapped[list[str]] = mapped_column(default=list)
    """The same of groups, as the last course list or launch gave them: the later word counts."""
    is_staff: Mapped[bool] = mapped_column(default=False)
    is_learner: Mapped[bool] = mapped_column(default=False)
    """Takes part: a learner in the course and not staff, observer or test user."""
    joined_at: Mapped[datetime] = mapped_column(default=utcnow)
    left_at: Mapped[datetime | None]
    """Since when the complete course list does not name this person any more."""

    context: Mapped[Context] = relationship()
    user: Mapped[User] = relationship()

    def settle_roles(self) -> None:
        """Work out again who this is; staff in either list is staff, so a TA is never grouped."""
        both = Roles(tuple({*self.launch_roles, *self.roster_roles}))
        self.is_staff, self.is_learner = both.is_staff, both.is_learner


class PlatformGroup(Base):
    """A section or group of a course as the platform keeps it; who belongs stands in Membership.

    Not one of our circles, though staff may take a set of groups as circles.
    """

    __tablename__ = "platform_groups"
    __table_args__ = (UniqueConstraint("context_id", "kind", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey(Context.id, ondelete="CASCADE"))
    kind: Mapped[str]
    """`section` or `group`."""
    group_id: Mapped[str]
    """The platform's own id."""
    name: Mapped[str] = mapped_column(default="")
    """Empty where the platform gives none."""
    set_id: Mapped[str] = mapped_column(default="")
    """Groups of one set divide the course in one way; empty: in no set."""
    set_name: Mapped[str] = mapped_column(default="")
