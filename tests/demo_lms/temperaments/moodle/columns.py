"""Moodle's line items: never the same one twice, whole replacement, everything may be deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, abort, request

from tests.demo_lms import bodies
from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.temperaments.moodle.links import count, curly_links
from tests.demo_lms.temperaments.shape import Page, Params

if TYPE_CHECKING:
    from tests.demo_lms.course import Course
    from tests.demo_lms.gradebook import LineItem
    from tests.demo_lms.services import Caller
    from tests.demo_lms.site import Site

FILTERS = ("resource_id", "resource_link_id", "tag")
LONGEST_LABEL = 255
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n"


@dataclass(frozen=True)
class MoodleColumns:
    """What Moodle does not store it still echoes."""

    site: Site

    def page(self, asked: Caller, args: Params) -> Page:
        found = [item for item in asked.course.line_items if _fits(asked, item, args)]
        size, start = count(args.get("limit")), count(args.get("from"))
        if not size:
            return Page(found)
        kept = {name: args[name] for name in ("type_id", *FILTERS) if args.get(name)}
        url = f"{self.site.url}{request.path}"
        link = curly_links(url, kept, size=size, start=start, total=len(found))
        return Page(found[start : start + size], link)

    def shown(self, course: Course, item: LineItem) -> dict[str, Any]:
        link_id = item.resource_link_id
        return {
            "id": self.site.temperament.addresses.line_item(course, item),
            "label": item.label,
            "scoreMaximum": plain(item.score_maximum),
            "resourceId": item.resource_id,
            "tag": item.tag,
            **({"resourceLinkId": link_id, "ltiLinkId": link_id} if link_id else {}),
        }

    def find(self, asked: Caller, number: int) -> LineItem:
        """Another tool's column is shown to whoever leaves the type_id out."""
        item = asked.course.line_item(number)
        if item is None:
            raise ServiceRefusalError(404, f"Not Found: Grade item {number} doesn't exist")
        type_id = request.args.get("type_id")
        if type_id and item.deployment_id != type_id:
            raise ServiceRefusalError(403)
        return item

    def create(self, asked: Caller, raw: bytes) -> dict[str, Any]:
        body = bodies.json_object(raw) or {}
        maximum = bodies.number(body.get("scoreMaximum"))
        if not body.get("label") or maximum is None:
            raise ServiceRefusalError(400, "No label or Score Maximum")
        self._check_link(asked, body)
        if len(str(body["label"])) > LONGEST_LABEL:
            abort(Response(BAD_GATEWAY, 502, content_type="text/html"))
        item = self.site.add_line_item(
            asked.course,
            str(body["label"]),
            score_maximum=maximum,
            client_id=asked.registration.client_id,
            deployment_id=request.args.get("type_id") or asked.registration.deployments[0],
            **_references(body),
        )
        return {**body, "id": self.site.temperament.addresses.line_item(asked.course, item)}

    def update(self, asked: Caller, item: LineItem, raw: bytes) -> dict[str, Any]:
        """Whatever the body leaves out is gone afterwards."""
        body = bodies.json_object(raw) or {}
        maximum = bodies.number(body.get("scoreMaximum"))
        if not body.get("label") or maximum is None:
            raise ServiceRefusalError(400)
        self._check_link(asked, body)
        item.label = str(body["label"])
        item.rescale(maximum)
        for name, value in _references(body).items():
            setattr(item, name, value)
        return {**body, "id": self.site.temperament.addresses.line_item(asked.course, item)}

    def delete(self, asked: Caller, item: LineItem) -> Response:
        asked.course.line_items.remove(item)
        return Response("", "204 OK", content_type="text/html; charset=utf-8")

    def _check_link(self, asked: Caller, body: dict[str, Any]) -> None:
        link_id = body.get("resourceLinkId")
        link = asked.course.link(str(link_id)) if link_id else None
        if link_id and (link is None or self.site.owner(link) is not asked.registration):
            raise ServiceRefusalError(403)


def plain(value: float) -> float | int:
    """Whole numbers without a point, as PHP writes them."""
    return int(value) if value == int(value) else value


def _references(body: dict[str, Any]) -> dict[str, str]:
    wire = {"resource_id": "resourceId", "tag": "tag", "resource_link_id": "resourceLinkId"}
    return {name: str(body.get(key) or "") for name, key in wire.items()}


def _fits(asked: Caller, item: LineItem, args: Params) -> bool:
    mine = item.client_id == asked.registration.client_id
    return mine and all(getattr(item, name) == args[name] for name in FILTERS if args.get(name))
