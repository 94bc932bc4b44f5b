"""Moodle's short list of roles: whoever may manage activities is Instructor, all others learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.demo_lms.people import Person, Role
from tests.demo_lms.vocabulary import INSTITUTION, MEMBERSHIP, SYSTEM

if TYPE_CHECKING:
    from tests.demo_lms.course import Course

MANAGES_TOOLS = {Role.TEACHER, Role.TA, Role.DESIGNER}
MANAGES_COURSE = {Role.TEACHER, Role.DESIGNER}


def launch_roles(person: Person, course: Course) -> list[str]:
    """Roles of a launch, in full; a non-editing teacher is an Instructor here."""
    if person.is_admin:
        return [
            f"{INSTITUTION}Administrator",
            f"{MEMBERSHIP}Instructor",
            f"{SYSTEM}Administrator",
        ]
    manages = course.roles(person) & MANAGES_TOOLS
    return [f"{MEMBERSHIP}{'Instructor' if manages else 'Learner'}"]


def roster_role(roles: set[Role]) -> str:
    """The short role of a roster; the same non-editing teacher is a Learner here."""
    return "Instructor" if roles & MANAGES_COURSE else "Learner"
