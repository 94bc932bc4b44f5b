"""Services of one course, in the words of its staff."""

from flask_babel import lazy_gettext
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.design import Designed
from lti_tool.programme.contacts.reach import href_of


class CourseContact(Designed):
    """One service. It is added and taken away whole, so two who write at once lose nothing."""

    __tablename__ = "course_contacts"
    __table_args__ = (UniqueConstraint("context_id", "name", "way"),)

    named = lazy_gettext("Support contacts of the course.")
    known_by = ("name", "way")
    travels = ("what",)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    way: Mapped[str]
    """A page, a mail address or a number, as `reach` keeps it."""
    what: Mapped[str]
    """What it is for; read by everybody in the course, like the rest."""

    @property
    def href(self) -> str:
        """Where a tap leads."""
        return href_of(self.way)

    @property
    def is_called(self) -> bool:
        """Whether it is a number."""
        return self.href.startswith("tel:")
