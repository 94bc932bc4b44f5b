"""Copying a course as LMSs do: everything gets a new id, people and grades stay behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.demo_lms.course import Course, ResourceLink
from tests.demo_lms.notices import tell_of_copy
from tests.demo_lms.people import Role

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def copy_course(site: Site, course: Course, label: str) -> Course:
    """The copy, with its history; the teachers of the original teach it too."""
    made = site.add_course(label, course.title, history=[course.id, *course.history])
    made.resource_links.clear()
    new_ids = {link.id: _copy_link(site, made, link).id for link in course.resource_links}
    for item in course.line_items:
        copied = replace(item, number=site.next_item_number(), results={})
        copied.extra = dict(item.extra)
        copied.resource_link_id = new_ids.get(item.resource_link_id, item.resource_link_id)
        made.line_items.append(copied)
    for teacher in course.people(Role.TEACHER):
        made.enrol(teacher, Role.TEACHER)
    tell_of_copy(site, made, course)
    return made


def _copy_link(site: Site, made: Course, link: ResourceLink) -> ResourceLink:
    return site.add_link(
        made,
        link.title,
        description=link.description,
        deployment_id=link.deployment_id,
        target_link_uri=link.target_link_uri,
        custom=dict(link.custom),
        history=[link.id, *link.history],
        is_navigation=link.is_navigation,
    )
