"""The LMS's gradebook and people as rows for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.demo_lms.course import Course
from tests.demo_lms.gradebook import LineItem, Result
from tests.demo_lms.people import Person, Role


@dataclass(frozen=True)
class GradeTable:
    """Columns and one row a student, each with one cell (or None) a column."""

    columns: list[LineItem]
    rows: list[tuple[Person, list[Result | None]]]


def gradebook_table(course: Course, only: Person | None) -> GradeTable:
    """The whole gradebook, or the row of one student."""
    columns = [item for item in course.line_items if item.is_shown]
    students = [one for one in course.people(Role.STUDENT) if only in (None, one)]
    rows = [(one, [item.results.get(one.id) for item in columns]) for one in students]
    return GradeTable(columns, list(rows))


def people_table(course: Course) -> list[dict[str, Any]]:
    """Everybody with a place in the course, suspended or not."""
    return [
        {
            "person": one.person,
            "role": one.role.value,
            "status": "active" if one.is_active else "suspended",
        }
        for one in course.members
    ]
