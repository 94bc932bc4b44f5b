"""The Course Groups Service 1.0, where the LMS is set up to offer it: groups, sets, pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, request

from tests.demo_lms import paging
from tests.demo_lms.services import caller
from tests.demo_lms.vocabulary import GROUPS_CLAIM, GROUPS_SCOPE, GROUPS_TYPE

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.people import Person
    from tests.demo_lms.site import Site

COURSE = "/lti/groups/<int:course_number>"


def blueprint(site: Site) -> Blueprint:
    """Two lists of the same media type."""
    pages = Blueprint("course_groups", __name__)

    def groups(course_number: int, key: str) -> Response:
        if not site.offers_groups:
            abort(404)
        course = caller(site, course_number, GROUPS_SCOPE).course
        listed = _groups(course, request.args.get("user_id")) if key == "groups" else _sets(course)
        return _page(site, key, listed)

    pages.add_url_rule(COURSE, "groups", groups, defaults={"key": "groups"})
    pages.add_url_rule(f"{COURSE}/sets", "groups", groups, defaults={"key": "sets"})
    return pages


def claim(site: Site, launch: Launch) -> dict[str, Any]:
    """What a launch says of the service; nothing where it is not offered or allowed."""
    if not site.offers_groups or GROUPS_SCOPE not in launch.registration.scopes:
        return {}
    root = f"{site.url}/lti/groups/{launch.course.number}"
    return {
        GROUPS_CLAIM: {
            "scope": [GROUPS_SCOPE],
            "context_groups_url": root,
            "context_group_sets_url": f"{root}/sets",
            "service_versions": ["1.0"],
        }
    }


def enrollments(site: Site, course: Course, person: Person) -> dict[str, Any]:
    """What the roster says of somebody's groups; nothing of who is in none."""
    found = [{"group_id": one.id} for one in course.groups_of(person)]
    return {"group_enrollments": found} if site.offers_groups and found else {}


def _groups(course: Course, user_id: str | None) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "name": one.name, **({"set_id": one.set_id} if one.set_id else {})}
        for one in course.groups
        if not user_id or user_id in [person.id for person in one.people]
    ]


def _sets(course: Course) -> list[dict[str, Any]]:
    return [{"id": set_id, "name": name} for set_id, name in course.group_sets.items()]


def _page(site: Site, key: str, listed: list[dict[str, Any]]) -> Response:
    size = paging.size_of(request.args.get("limit"), site.page_size, at_most=site.page_size)
    offset = paging.offset_of(request.args.get("page")) or 0
    body = {"id": request.base_url, key: paging.cut(listed, offset, size)}
    answer = Response(json.dumps(body), content_type=f"{GROUPS_TYPE}; charset=utf-8")
    places = paging.places(offset, size, len(listed))
    answer.headers["Link"] = paging.links(request.base_url, {}, places=places, size=size)
    return answer
