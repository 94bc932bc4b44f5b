"""Canvas's line items: assignments behind them, partial updates, ten a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response

from tests.demo_lms import bodies, paging
from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.temperaments.shape import Page, Params

if TYPE_CHECKING:
    from tests.demo_lms.course import Course, ResourceLink
    from tests.demo_lms.gradebook import LineItem
    from tests.demo_lms.services import Caller
    from tests.demo_lms.site import Site

SUBMISSION_TYPE = "https://canvas.instructure.com/lti/submission_type"
LAUNCH_URL = "https://canvas.instructure.com/lti/launch_url"
FILTERS = {"tag": "tag", "resource_id": "resource_id", "resource_link_id": "resource_link_id"}
KEPT_AS_SENT = ("startDateTime", "endDateTime", SUBMISSION_TYPE)
DEFAULT_PAGE, LARGEST_PAGE = 10, 100


@dataclass(frozen=True)
class CanvasColumns:
    """Without a link a new assignment is made; a second item of one link stays out of sight."""

    site: Site

    def page(self, asked: Caller, args: Params) -> Page:
        found = [item for item in asked.course.line_items if _fits(asked, item, args)]
        size = paging.size_of(
            args.get("limit") or args.get("per_page"), DEFAULT_PAGE, at_most=LARGEST_PAGE
        )
        offset = paging.offset_of(args.get("page"))
        url = self.site.temperament.addresses.line_items(asked.course, "")
        kept = {name: args[name] for name in FILTERS if args.get(name)}
        places = [] if offset is None else paging.places(offset, size, len(found))
        return Page(
            paging.cut(found, offset, size), paging.links(url, kept, places=places, size=size)
        )

    def shown(self, course: Course, item: LineItem) -> dict[str, Any]:
        optional = {
            "resourceId": item.resource_id,
            "tag": item.tag,
            "resourceLinkId": item.resource_link_id,
            **{name: item.extra.get(name) for name in (*KEPT_AS_SENT, LAUNCH_URL)},
        }
        return {
            "id": self.site.temperament.addresses.line_item(course, item),
            "scoreMaximum": float(item.score_maximum),
            "label": item.label,
            **{name: value for name, value in optional.items() if value},
        }

    def find(self, asked: Caller, number: int) -> LineItem:
        item = asked.course.line_item(number)
        if item is None:
            raise ServiceRefusalError(404)
        if item.client_id != asked.registration.client_id:
            raise ServiceRefusalError(412, "Tool does not have permission to view line_item")
        return item

    def create(self, asked: Caller, raw: bytes) -> dict[str, Any]:
        body = _object(raw)
        _require(body, "label", "scoreMaximum")
        link = self._link(asked, body)
        extra = _extra(body)
        link_id = link.id if link else self._new_link(asked, body, extra)
        item = self.site.add_line_item(
            asked.course,
            str(body["label"]),
            score_maximum=_maximum(body),
            client_id=asked.registration.client_id,
            deployment_id=asked.registration.deployments[0],
            resource_id=str(body.get("resourceId") or ""),
            tag=str(body.get("tag") or ""),
            resource_link_id=link_id,
            is_shown=not asked.course.linked(link_id),
            extra=extra,
        )
        return self.shown(asked.course, item)

    def update(self, asked: Caller, item: LineItem, raw: bytes) -> dict[str, Any]:
        body = _object(raw)
        if "scoreMaximum" in body:
            item.rescale(_maximum(body))
        item.label = str(body.get("label") or item.label)
        item.resource_id = str(body.get("resourceId", item.resource_id) or "")
        item.tag = str(body.get("tag", item.tag) or "")
        item.extra |= _extra(body)
        return self.shown(asked.course, item)

    def delete(self, asked: Caller, item: LineItem) -> Response:
        """A column that came with its assignment is not the tool's to take away."""
        if item.is_coupled:
            return Response("", 401)
        asked.course.line_items.remove(item)
        return Response("", 204)

    def _link(self, asked: Caller, body: dict[str, Any]) -> ResourceLink | None:
        """The link named in the body; the menu's entry is no link and so is not found."""
        link_id = body.get("resourceLinkId")
        if not link_id:
            return None
        link = asked.course.link(str(link_id))
        if link is None or link.is_navigation or self.site.owner(link) is not asked.registration:
            raise ServiceRefusalError(404)
        return link

    def _new_link(self, asked: Caller, body: dict[str, Any], extra: dict[str, Any]) -> str:
        """The new assignment's own link; students can open it only if it is an external tool."""
        url = extra.get(SUBMISSION_TYPE, {}).get("external_tool_url")
        link = self.site.add_link(
            asked.course, str(body["label"]), deployment_id=asked.registration.deployments[0]
        )
        if url:
            link.target_link_uri = str(url)
            extra[LAUNCH_URL] = str(url)
        else:
            asked.course.resource_links.remove(link)
        return link.id


def _fits(asked: Caller, item: LineItem, args: Params) -> bool:
    mine = item.client_id == asked.registration.client_id
    wanted = ((name, args[name]) for name in FILTERS if args.get(name))
    return mine and all(getattr(item, FILTERS[name]) == value for name, value in wanted)


def _object(raw: bytes) -> dict[str, Any]:
    body = bodies.json_object(raw)
    if body is None:
        raise ServiceRefusalError(400, "The body is no JSON object")
    return body


def _require(body: dict[str, Any], *names: str) -> None:
    for name in names:
        if body.get(name) in (None, ""):
            raise ServiceRefusalError(400, f"param is missing or the value is empty: {name}")


def _maximum(body: dict[str, Any]) -> float:
    maximum = bodies.number(body["scoreMaximum"])
    if maximum is None or maximum < 0:
        raise ServiceRefusalError(422, "scoreMaximum must be greater than or equal to 0")
    return maximum


def _extra(body: dict[str, Any]) -> dict[str, Any]:
    extra = {name: body[name] for name in KEPT_AS_SENT if name in body}
    kind = extra.get(SUBMISSION_TYPE, {"type": "none"})
    if not isinstance(kind, dict) or kind.get("type") not in ("none", "external_tool"):
        raise ServiceRefusalError(400, "Invalid submission_type for new assignment")
    return extra
