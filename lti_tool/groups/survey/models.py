"""What members answered before circles are made, and the window in which they may."""

from datetime import date, datetime, timedelta, timezone

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.models import Context, Membership
from lti_tool.db import Base, Sealed, utcnow
from lti_tool.forms.answers import Answered

KEY = "survey"
"""A member has one survey, so its key is the same for all."""
SURVEY, CIRCLES = "survey", "circles"
WEST = timezone(timedelta(hours=-12))
"""Where a day ends last."""


class Window(Base):
    """When members of a course have their say; a course without a row asks them nothing."""

    __tablename__ = "survey_windows"

    context_id: Mapped[int] = mapped_column(
        ForeignKey(Context.id, ondelete="CASCADE"), primary_key=True
    )
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    leaves_out: Mapped[list[str]] = mapped_column(default=list)
    """Fields of the survey that are not asked here, because nothing would come of the answer."""
    asks: Mapped[str] = mapped_column(default=SURVEY)
    """What members do meanwhile: answer the `survey`, or choose their seats in `circles`."""

    @property
    def is_open(self) -> bool:
        """Whether members may answer now."""
        return self.opens_at <= utcnow() < self.closes_at

    @property
    def last_day(self) -> date:
        """The last day on which members may answer, wherever they are."""
        return self.closes_at.astimezone(WEST).date()

    @property
    def is_over(self) -> bool:
        """Whether members cannot answer any more."""
        return self.closes_at <= utcnow()


class Survey(Answered, Base):
    """One member's answers to the form `survey`, without what is deleted when circles stand."""

    __tablename__ = "surveys"
    __table_args__ = (UniqueConstraint("membership_id"),)

    done_at: Mapped[datetime | None]
    """When it was first finished; answers count before that too."""


class SurveySecret(Base):
    """What one member answered for the making of circles alone; sealed, and deleted afterwards."""

    __tablename__ = "survey_secrets"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey(Membership.id, ondelete="CASCADE"), primary_key=True
    )
    answers: Mapped[str] = mapped_column(Sealed)
    """JSON, by the names of fields."""
