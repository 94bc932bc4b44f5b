"""Where Moodle keeps its services: behind services.php, gradebook addresses with `?type_id=N`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.demo_lms.temperaments.shape import Paths

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.gradebook import LineItem
    from tests.demo_lms.site import Site

SERVICES = "/mod/lti/services.php"
ITEM = f"{SERVICES}/<int:course_number>/lineitems/<int:item_number>/lineitem"
ROSTER = "<int:course_number>/bindings/<binding>/memberships"

PATHS = Paths(
    auth="/mod/lti/auth.php",
    token="/mod/lti/token.php",
    jwks="/mod/lti/certs.php",
    memberships=(
        f"{SERVICES}/CourseSection/{ROSTER}",
        f"{SERVICES}/coursesection/{ROSTER}",
    ),
    line_items=f"{SERVICES}/<int:course_number>/lineitems",
    line_item=ITEM,
    scores=f"{ITEM}/scores",
    results=f"{ITEM}/results",
)


@dataclass(frozen=True)
class MoodleAddresses:
    """Absolute service addresses; the tool type is the deployment."""

    site: Site
    paths: Paths = PATHS

    def memberships(self, course: Course, deployment_id: str) -> str:
        root = f"{self.site.url}{SERVICES}/CourseSection/{course.number}"
        return f"{root}/bindings/{deployment_id}/memberships"

    def line_items(self, course: Course, deployment_id: str) -> str:
        return f"{self.site.url}{SERVICES}/{course.number}/lineitems?type_id={deployment_id}"

    def line_item(self, course: Course, item: LineItem) -> str:
        path = f"{SERVICES}/{course.number}/lineitems/{item.number}/lineitem"
        return f"{self.site.url}{path}?type_id={item.deployment_id}"
