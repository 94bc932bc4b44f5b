"""Reading roles (LTI Core 1.3, appendix A): rights come from context roles and nothing else.

Platforms mix context, institution and system roles in one list: Canvas gives every teacher the
system role User and a student who teaches elsewhere the institution role Instructor.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

MEMBERSHIP = re.compile(r"https?://purl\.imsglobal\.org/vocab/lis/v2/membership(?:/(\w+))?#(\w+)$")
INSTITUTION_ADMIN = re.compile(
    r"https?://purl\.imsglobal\.org/vocab/lis/v2/(institution|system)/person#\w*Admin\w*$", re.I
)
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
STAFF = frozenset({"Instructor", "TeachingAssistant", "ContentDeveloper", "Administrator"})
KNOWN = STAFF | {"Learner", "Mentor", "Manager", "Member", "Officer"}
LONGEST = 255
"""Characters; no role of the vocabularies comes near."""
BY_LOWER_NAME = {name.lower(): name for name in KNOWN}


@dataclass(frozen=True, slots=True)
class Roles:
    """What a list of role URIs means in this course.

    `names` are the context roles by their principal name, `TestUser` among them when the person
    is the platform's preview of a student; sorted.
    """

    names: tuple[str, ...] = ()
    is_admin: bool = False

    @property
    def is_staff(self) -> bool:
        """May set up and steer; never sits in a group."""
        return bool(STAFF.intersection(self.names))

    @property
    def is_learner(self) -> bool:
        """Takes part: a learner who is neither staff nor the platform's test user."""
        return "Learner" in self.names and "TestUser" not in self.names and not self.is_staff


def read_roles(uris: Iterable[object]) -> Roles:
    """Read a roles claim; what is no role of the vocabularies is passed over."""
    return _read(tuple(uri for uri in uris if isinstance(uri, str) and len(uri) <= LONGEST))


@functools.lru_cache(maxsize=512)
def _read(texts: tuple[str, ...]) -> Roles:
    """Thousands of people share a handful of role lists."""
    names = {name for uri in texts for name in _context_names(uri)}
    if TEST_USER in texts:
        names.add("TestUser")
    admin = any(INSTITUTION_ADMIN.match(uri) for uri in texts)
    return Roles(tuple(sorted(names)), is_admin=admin)


def _context_names(uri: str) -> list[str]:
    """The principal role, and the sub-role where it is one we know; short names count too."""
    match = MEMBERSHIP.match(uri)
    parts = match.groups() if match else (uri,)
    return [BY_LOWER_NAME[part.lower()] for part in parts if part and part.lower() in BY_LOWER_NAME]
