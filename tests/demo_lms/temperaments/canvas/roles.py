"""Canvas's role words: context roles of the enrolment, and what else it mixes into a launch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.demo_lms.people import Person, Role
from tests.demo_lms.vocabulary import INSTITUTION, MEMBERSHIP, SYSTEM, TEACHING_ASSISTANT, TEST_USER

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.site import Site

IN_CONTEXT: dict[Role, tuple[str, ...]] = {
    Role.STUDENT: (f"{MEMBERSHIP}Learner",),
    Role.TEACHER: (f"{MEMBERSHIP}Instructor",),
    Role.TA: (TEACHING_ASSISTANT, f"{MEMBERSHIP}Instructor"),
    Role.DESIGNER: (f"{MEMBERSHIP}ContentDeveloper",),
    Role.OBSERVER: (f"{MEMBERSHIP}Mentor",),
}
IN_INSTITUTION: dict[Role, str] = {
    Role.STUDENT: f"{INSTITUTION}Student",
    Role.TEACHER: f"{INSTITUTION}Instructor",
    Role.TA: f"{INSTITUTION}Instructor",
    Role.OBSERVER: f"{INSTITUTION}Observer",
}


def context_roles(person: Person, roles: set[Role]) -> list[str]:
    """Roles in one course, as rosters carry them."""
    words = {word for role in roles for word in IN_CONTEXT[role]}
    return sorted(words | ({TEST_USER} if person.is_test else set()))


def launch_roles(site: Site, person: Person, course: Course) -> list[str]:
    """Roles of a launch: this course's, plus what the person is anywhere in the institution."""
    words = {*context_roles(person, course.roles(person)), f"{SYSTEM}User"}
    if not person.is_test:
        everywhere = {role for one in site.courses for role in one.roles(person)}
        words |= {IN_INSTITUTION[role] for role in everywhere if role in IN_INSTITUTION}
    if person.is_admin:
        words |= {f"{INSTITUTION}Administrator", f"{SYSTEM}SysAdmin"}
    return sorted(words)
