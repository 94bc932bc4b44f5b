"""Columns of a course's gradebook (AGS 2.0, 3.2): found by tag and resource id, else made.

No platform makes creation idempotent, so whoever calls this holds a lock per course.
"""

import json
from dataclasses import dataclass
from typing import Any

import requests

from lti_tool.errors import PlatformSaysNo, PlatformUnclear
from lti_tool.lti.claims import text, web_address
from lti_tool.lti.connection import accepted, json_of
from lti_tool.lti.grade_service import GradeService, asking, pages
from lti_tool.lti.links import same_origin
from lti_tool.lti.reviewing import ANNOUNCED

MEDIA_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
LIST_MEDIA_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column that we want: `tag` and `resource_id` find it again, the label may be changed."""

    label: str
    score_maximum: float
    tag: str
    resource_id: str


@dataclass(frozen=True, slots=True)
class LineItem:
    """A column that the platform has; `url` is its id."""

    url: str
    label: str


def find_or_create_line_item(service: GradeService, column: Column) -> LineItem:
    """The platform's column with our tag and resource id; made when there is none.

    Raises PlatformSaysNo when we may not make one, PlatformTrouble when the service fails.
    """
    if not service.may_make_columns:
        raise PlatformSaysNo("line items: not allowed in this course", http_status=403)
    return find_line_item(service, column) or create_line_item(service, column)


def find_line_item(service: GradeService, column: Column) -> LineItem | None:
    """The first column that carries our tag and resource id; None when there is none."""
    url = asking(service.line_items_url or "", tag=column.tag, resource_id=column.resource_id)
    for answer in pages(service, url, media_type=LIST_MEDIA_TYPE, most=MOST_PAGES):
        for claim in _listed(answer):
            if _is(claim, column):
                return _read(service, claim)
    return None


def create_line_item(service: GradeService, column: Column) -> LineItem:
    """Make the column; raises PlatformUnclear when the answer does not name it."""
    body = {
        "label": column.label,
        "scoreMaximum": column.score_maximum,
        "resourceId": column.resource_id,
        "tag": column.tag,
        "submissionReview": ANNOUNCED,
    }
    data = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    answer = service.post(service.line_items_url or "", data, media_type=MEDIA_TYPE)
    return _read(service, json_of(accepted(answer)))


def _listed(answer: requests.Response) -> list[dict[str, Any]]:
    found = json_of(answer)
    if not isinstance(found, list):
        raise PlatformUnclear("line items: the answer is no list")
    return [claim for claim in found if isinstance(claim, dict)]


def _is(claim: dict[str, Any], column: Column) -> bool:
    return (claim.get("tag"), claim.get("resourceId")) == (column.tag, column.resource_id)


def _read(service: GradeService, claim: Any) -> LineItem:
    url = web_address(claim, "id") if isinstance(claim, dict) else None
    if url is None or not same_origin(url, service.line_items_url or ""):
        raise PlatformUnclear("line items: the column has no address on the platform")
    return LineItem(url=url, label=text(claim, "label"))
