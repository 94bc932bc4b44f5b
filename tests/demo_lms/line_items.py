"""Line items of AGS 2.0: list, create, read, replace, delete; the rules are the temperament's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from tests.demo_lms.services import caller
from tests.demo_lms.vocabulary import (
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    LINE_ITEM_TYPE,
    LINE_ITEMS_TYPE,
)

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

READ = (LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE)


def blueprint(site: Site) -> Blueprint:
    """Two addresses, five verbs; writing is one at a time."""
    pages = Blueprint("line_items", __name__)
    paths, columns = site.temperament.addresses.paths, site.temperament.columns

    def container(course_number: int) -> Response:
        if request.method == "POST":
            return create(course_number)
        asked = caller(site, course_number, *READ)
        page = columns.page(asked, request.args)
        shown = [columns.shown(asked.course, item) for item in page.entries]
        return answer(200, LINE_ITEMS_TYPE, shown, link=page.link)

    def create(course_number: int) -> Response:
        asked = caller(site, course_number, LINE_ITEM_SCOPE)
        with site.guard:
            return answer(201, LINE_ITEM_TYPE, columns.create(asked, request.get_data()))

    def one(course_number: int, item_number: int) -> Response:
        asked = caller(site, course_number, *(READ if request.method == "GET" else READ[:1]))
        with site.guard:
            item = columns.find(asked, item_number)
            if request.method == "DELETE":
                return columns.delete(asked, item)
            if request.method == "PUT":
                return answer(200, LINE_ITEM_TYPE, columns.update(asked, item, request.get_data()))
            return answer(200, LINE_ITEM_TYPE, columns.shown(asked.course, item))

    pages.add_url_rule(paths.line_items, "lineitems", container, methods=["GET", "POST"])
    pages.add_url_rule(paths.line_item, "lineitem", one, methods=["GET", "PUT", "DELETE"])
    return pages


def answer(status: int, media_type: str, body: Any, *, link: str = "") -> Response:
    """JSON of this type, with the Link header where there is one."""
    content = json.dumps(body, ensure_ascii=False)
    made = Response(content, status, content_type=f"{media_type}; charset=utf-8")
    if link:
        made.headers["Link"] = link
    return made
