"""Whom of a course a member of staff may see and act for: everybody, or some sections alone.

The one rule for staff whom the platform limits to their sections. Pages of `staff_only` ask it of
every member they show; all other pages of staff are about the whole course and closed to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """`sections` are the platform's ids; None: the whole course."""

    sections: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the whole course is in sight."""
        return self.sections is None

    def covers(self, section_ids: Iterable[str]) -> bool:
        """Whether somebody in these sections is in sight; who is in none is seen by the whole."""
        return self.sections is None or not self.sections.isdisjoint(section_ids)

    def on(self, section_id: str) -> "Sight":
        """The same narrowed to one section; never wider than it was."""
        wanted = frozenset({section_id})
        return Sight(wanted if self.sections is None else wanted & self.sections)


WHOLE = Sight()
