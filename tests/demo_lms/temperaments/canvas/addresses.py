"""Where Canvas keeps its services: under the numeric course id, with no query of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.demo_lms.temperaments.shape import Paths

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.gradebook import LineItem
    from tests.demo_lms.site import Site

COURSE = "/api/lti/courses/<int:course_number>"

PATHS = Paths(
    auth="/api/lti/authorize_redirect",
    token="/login/oauth2/token",
    jwks="/api/lti/security/jwks",
    memberships=(f"{COURSE}/names_and_roles",),
    line_items=f"{COURSE}/line_items",
    line_item=f"{COURSE}/line_items/<int:item_number>",
    scores=f"{COURSE}/line_items/<int:item_number>/scores",
    results=f"{COURSE}/line_items/<int:item_number>/results",
)


@dataclass(frozen=True)
class CanvasAddresses:
    """Absolute service addresses on the school's own host."""

    site: Site
    paths: Paths = PATHS

    def memberships(self, course: Course, deployment_id: str) -> str:
        return f"{self._course(course)}/names_and_roles"

    def line_items(self, course: Course, deployment_id: str) -> str:
        return f"{self._course(course)}/line_items"

    def line_item(self, course: Course, item: LineItem) -> str:
        return f"{self._course(course)}/line_items/{item.number}"

    def _course(self, course: Course) -> str:
        return f"{self.site.url}/api/lti/courses/{course.number}"
