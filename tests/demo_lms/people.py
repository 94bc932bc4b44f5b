"""The people of the LMS and their place in a course; plain data for every other module."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a course, in the LMS's own words; the wire has other words for it."""

    STUDENT = "student"
    TEACHER = "teacher"
    TA = "ta"
    DESIGNER = "designer"
    OBSERVER = "observer"


@dataclass(eq=False)
class Person:
    """An account. Change an attribute and the LMS sends the new value from then on."""

    id: str
    """The `sub` of launches and the `user_id` of rosters."""
    number: int
    given_name: str
    family_name: str
    username: str
    email: str = ""
    locale: str = "en"
    sourced_id: str = ""
    timezone: str = "Europe/Copenhagen"
    login_hint: str = ""
    is_admin: bool = False
    is_test: bool = False
    """The stand-in of a teacher's "student view"."""

    @property
    def name(self) -> str:
        """The full name as the LMS shows it."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(eq=False)
class Enrolment:
    """A person's place in one course; inactive means suspended."""

    person: Person
    role: Role
    is_active: bool = True
