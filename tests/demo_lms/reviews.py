"""Submission Review 1.0 from the LMS's side: a gradebook opens the tool at one student's line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.demo_lms.course import Course
from tests.demo_lms.gradebook import LineItem
from tests.demo_lms.launches import Launch, Reviewed
from tests.demo_lms.people import Person
from tests.demo_lms.vocabulary import AGS_CLAIM, CLAIM

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def reviewing(
    site: Site, person: Person, course: Course, *, item: LineItem, student: Person
) -> Launch:
    """Somebody opens a cell of the gradebook: the link of the column, or the course's first one."""
    link = course.link(item.resource_link_id) or course.resource_links[0]
    launch = Launch(person, course, link, site.owner(link), site.clock())
    return replace(launch, reviewed=Reviewed(student, item))


def asking_for_review(
    site: Site, launch: Launch, reviewed: Reviewed, claims: dict[str, Any]
) -> dict[str, Any]:
    """The claims of a launch as a request for review."""
    column = site.temperament.addresses.line_item(launch.course, reviewed.item)
    return {
        **claims,
        f"{CLAIM}message_type": "LtiSubmissionReviewRequest",
        f"{CLAIM}for_user": {"user_id": reviewed.student.id},
        AGS_CLAIM: {**claims.get(AGS_CLAIM, {}), "lineitem": column},
    }
