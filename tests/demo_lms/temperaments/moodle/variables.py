"""Moodle's substitution variables and its way of sending every custom key twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.demo_lms.temperaments.moodle.roles import launch_roles

if TYPE_CHECKING:
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.site import Site


def expand(site: Site, launch: Launch) -> dict[str, Any]:
    """The custom claim; the registration's parameter beats the link's of the same name."""
    known = _person(launch) | _course(launch) | _addresses(site, launch)
    wanted = {**launch.link.custom, **launch.registration.custom}
    custom: dict[str, Any] = {}
    for name, value in wanted.items():
        text = known.get(value, value)
        custom[re.sub(r"[^a-z0-9]", "_", name.lower())] = text
        custom[name] = text
    memberships = site.temperament.addresses.memberships(launch.course, launch.link.deployment_id)
    return {**custom, "context_memberships_url": memberships}


def _person(launch: Launch) -> dict[str, Any]:
    person, registration = launch.person, launch.registration
    names = registration.sends_names
    return {
        "$User.id": person.id,
        "$User.username": person.username if names else None,
        "$Person.sourcedId": person.sourced_id,
        "$Person.name.full": person.name if names else None,
        "$Person.name.given": person.given_name if names else None,
        "$Person.name.family": person.family_name if names else None,
        "$Person.name.middle": "",
        "$Person.email.primary": person.email if registration.sends_email else None,
        "$Person.address.timezone": "99",
        "$Moodle.Person.userGroupIds": ",".join(one.id for one in launch.course.groups_of(person)),
        "$Membership.role": ",".join(launch_roles(person, launch.course)),
    }


def _course(launch: Launch) -> dict[str, Any]:
    course, link = launch.course, launch.link
    return {
        "$Context.id": course.id,
        "$Context.label": course.label,
        "$Context.title": course.title,
        "$Context.sourcedId": course.sourced_id,
        "$Context.id.history": ",".join(course.history),
        "$Context.timeFrame.begin": "0",
        "$CourseSection.timeFrame.begin": "",
        "$ResourceLink.id": link.id,
        "$ResourceLink.title": link.title,
        "$ResourceLink.description": link.description,
    }


def _addresses(site: Site, launch: Launch) -> dict[str, Any]:
    addresses, deployment_id = site.temperament.addresses, launch.link.deployment_id
    root = f"{site.url}/mod/lti/services.php"
    return {
        "$LineItems.url": addresses.line_items(launch.course, deployment_id),
        "$ToolProxyBinding.memberships.url": addresses.memberships(launch.course, deployment_id),
        "$LtiLink.memberships.url": f"{root}/links/{{link_id}}/memberships",
        "$Scores.url": "",
        "$Results.url": "",
    }
