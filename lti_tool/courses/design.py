"""What staff set up for a course, and what of it goes along when the course is copied.

For the models of every step: one that holds a course's design builds on `Designed`. All other
tables are of people or of the platform and never travel; tests/house knows each by its name.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.db import Base
from lti_tool.forms.kinds import clean

Check = Callable[[Any], str]
"""What a value is to be, in the reader's words; "" where it is that."""
Words = Callable[[], Collection[Any]]


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
    section: ClassVar[str] = ""
    """What these rows are called in a file of the design; empty: they do not stand in one."""
    checks: ClassVar[Mapping[str, Check]] = {}
    """What each column that travels may hold; a file comes from a stranger."""

    @property
    def identity(self) -> tuple[Any, ...]:
        """What this row is among all that a course has."""
        return (type(self), *(getattr(self, name) for name in self.known_by))

    def design(self) -> dict[str, Any]:
        """What a copy takes over, by column; a model leaves out what names people."""
        return {name: getattr(self, name) for name in self.travels}

    def take(self, design: Mapping[str, Any]) -> None:
        """Be set up like this."""
        for name, value in design.items():
            setattr(self, name, value)


def whole(lowest: int, highest: int) -> Check:
    """A whole number in these limits."""
    said = {"low": lowest, "high": highest}
    return lambda value: (
        ""
        if type(value) is int and lowest <= value <= highest
        else _("Write a whole number from %(low)d to %(high)d.", **said)
    )


def number(lowest: int, highest: int) -> Check:
    """A number in these limits, with decimals or without."""
    return lambda value: (
        ""
        if type(value) in (int, float) and lowest <= value <= highest
        else _("Write a number from %(low)d to %(high)d.", low=lowest, high=highest)
    )


def yes_or_no(value: Any) -> str:
    """True or false."""
    return "" if type(value) is bool else _("Write true or false.")


def text(longest: int) -> Check:
    """A text of so many signs at most, all of which a database keeps."""
    return lambda value: (
        ""
        if isinstance(value, str) and len(value) <= longest and clean(value) == value
        else _("Write a text of %(most)d signs at most.", most=longest)
    )


def one_of(words: Words) -> Check:
    """One of these words or numbers."""
    return lambda value: (
        ""
        if any(value == one and type(value) is type(one) for one in words())
        else _("Write one of these: %(words)s.", words=_listed(words()))
    )


def some_of(words: Words, *, least: int = 0, most: int = 100) -> Check:
    """A list of some of these words."""
    return lambda value: (
        ""
        if isinstance(value, list) and least <= len(value) <= most and _all_in(value, words())
        else _("Write a list of some of these: %(words)s.", words=_listed(words()))
    )


def _all_in(values: Iterable[Any], words: Collection[Any]) -> bool:
    return all(isinstance(one, str) and one in words for one in values)


def _listed(words: Collection[Any]) -> str:
    return ", ".join(map(str, words))
