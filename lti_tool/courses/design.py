"""What staff set up for a course, and what of it goes along when the course is copied.

For the models of every step: one that holds a course's design builds on `Designed`. All other
tables are of people or of the platform and never travel; tests/house knows each by its name.
"""

from typing import Any, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.db import Base


class Designed(Base):
    """Rows of one course that a copy of it may take over.

    Each column but the number and the course stands in `known_by`, `travels` or `stays`.
    """

    __abstract__ = True

    context_id: Mapped[int] = mapped_column(ForeignKey("contexts.id", ondelete="CASCADE"))

    named: ClassVar[Any]
    """What staff read of these rows when they are asked, as a lazy text."""
    known_by: ClassVar[tuple[str, ...]] = ()
    """What tells the rows of one course apart, the same in a copy; empty: a course has one row."""
    travels: ClassVar[tuple[str, ...]]
    stays: ClassVar[tuple[str, ...]] = ()

    @property
    def identity(self) -> tuple[Any, ...]:
        """What this row is among all that a course has."""
        return (type(self), *(getattr(self, name) for name in self.known_by))

    def design(self) -> dict[str, Any]:
        """What a copy takes over, by column; a model leaves out what names people."""
        return {name: getattr(self, name) for name in self.travels}
