"""Names and Role Provisioning Services 2.0: one route, everything else is temperament."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from tests.demo_lms.services import caller
from tests.demo_lms.vocabulary import ROSTER_SCOPE, ROSTER_TYPE

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def blueprint(site: Site) -> Blueprint:
    """The roster of a course; both spellings of the address lead to the same."""
    pages = Blueprint("memberships", __name__)

    def nrps(course_number: int, **_rest: Any) -> Response:
        asked = caller(site, course_number, ROSTER_SCOPE)
        page = site.temperament.roster.page(asked, request.args)
        context = {
            "id": asked.course.id,
            "label": asked.course.label,
            "title": asked.course.title,
        }
        container = {"id": page.id, "context": context, "members": page.members}
        answer = Response(json.dumps(container), content_type=f"{ROSTER_TYPE}; charset=utf-8")
        if page.link:
            answer.headers["Link"] = page.link
        return answer

    for path in site.temperament.addresses.paths.memberships:
        pages.add_url_rule(path, "nrps", nrps, methods=["GET"])
    return pages
