"""Canvas's substitution variables; what it does not know stays the literal `$Name`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.demo_lms.course import ResourceLink
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.site import Site


def expand(site: Site, launch: Launch) -> dict[str, Any]:
    """The custom claim: the registration's parameters, then the link's own over them."""
    known = _known(site, launch)
    wanted = {**launch.registration.custom, **launch.link.custom}
    return {name: known.get(value, value) for name, value in wanted.items()}


def _known(site: Site, launch: Launch) -> dict[str, Any]:
    return {**_person(site, launch), **_course(site, launch)}


def _person(site: Site, launch: Launch) -> dict[str, Any]:
    person = launch.person
    return {
        "$Canvas.user.id": person.number,
        "$Person.address.timezone": person.timezone,
        "$Message.locale": person.locale,
        "$com.instructure.User.student_view": str(person.is_test).lower(),
        **({"$Person.name.full": person.name} if launch.registration.sends_names else {}),
    }


def _course(site: Site, launch: Launch) -> dict[str, Any]:
    course, link = launch.course, launch.link
    return {
        "$Canvas.course.id": str(course.number),
        **_groups(launch),
        "$Canvas.course.workflowState": "available",
        **({"$com.instructure.brandConfigJSON": json.dumps(site.brand)} if site.brand else {}),
        "$Canvas.api.domain": site.url.partition("//")[2],
        "$Context.id": course.id,
        "$Context.title": course.title,
        "$Context.id.history": ",".join(course.history),
        **({} if link.is_navigation else _link(link)),
    }


def _groups(launch: Launch) -> dict[str, Any]:
    """A course has one section at least; names come without ids, groups as ids of contexts."""
    course, person = launch.course, launch.person
    mine = course.sections_of(person)
    first = str(course.number * 10 + 1)
    return {
        "$Canvas.course.sectionIds": ",".join(one.id for one in mine) or first,
        "$com.instructure.User.sectionNames": json.dumps([one.name for one in mine]),
        "$Canvas.group.contextIds": ",".join(f"ctx{one.id}" for one in course.groups_of(person)),
    }


def _link(link: ResourceLink) -> dict[str, Any]:
    return {"$ResourceLink.id": link.id, "$Activity.id.history": ",".join(link.history)}
