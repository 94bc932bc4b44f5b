"""Moodle's services.php in general: exact media types, reasons in the status line, `type_id`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Request, Response, request

from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.temperaments.moodle.addresses import SERVICES
from tests.demo_lms.vocabulary import (
    GROUPS_TYPE,
    LINE_ITEM_TYPE,
    LINE_ITEMS_TYPE,
    RESULTS_TYPE,
    ROSTER_TYPE,
    SCORE_TYPE,
)

if TYPE_CHECKING:
    from tests.demo_lms.registrations import Registration
    from tests.demo_lms.site import Site

FORMATS = {
    "nrps": (ROSTER_TYPE,),
    "groups": (GROUPS_TYPE,),
    "lineitems": (LINE_ITEMS_TYPE, LINE_ITEM_TYPE),
    "lineitem": (LINE_ITEM_TYPE,),
    "scores": (SCORE_TYPE,),
    "results": (RESULTS_TYPE,),
}
REASONS = {401: "Unauthorized", 403: "Forbidden", 405: "Method Not Allowed"}


@dataclass(frozen=True)
class MoodleServices:
    """A refusal carries its reason in the status line and the request back in the body."""

    site: Site

    def check_types(self, request: Request) -> None:
        kind = (request.endpoint or "").rpartition(".")[2]
        accepts, body = request.headers.get("Accept", ""), request.mimetype
        reads = request.method in ("GET", "DELETE")
        if request.method == "GET" and accepts and "*/*" not in accepts:
            self._expect(kind, accepts, shown=f"{accepts} ")
        if not reads:
            self._expect(kind, body, shown=f" {body}")
        if kind == "lineitems" and reads and accepts not in ("", LINE_ITEMS_TYPE):
            raise ServiceRefusalError(400, "No context or unsupported content type")

    def _expect(self, kind: str, media_type: str, *, shown: str) -> None:
        if media_type not in FORMATS[kind]:
            path = request.path.removeprefix(SERVICES)
            raise ServiceRefusalError(400, f"No handler found for {path} {shown}")

    def check_caller(self, request: Request, registration: Registration) -> None:
        type_id = request.args.get("type_id") or (request.view_args or {}).get("binding")
        if type_id and type_id not in registration.deployments:
            raise ServiceRefusalError(401)

    def no_course(self, number: int) -> ServiceRefusalError:
        return ServiceRefusalError(404, f"Not Found: Course {number} doesn't exist")

    def refused(self, refusal: ServiceRefusalError) -> Response:
        reason = REASONS.get(refusal.status) or refusal.text or "Bad Request"
        echo = {
            "method": request.method,
            "url": request.full_path.rstrip("?"),
            "accept": request.headers.get("Accept", ""),
            "contentType": request.mimetype,
        }
        body = json.dumps({"status": refusal.status, "reason": reason, "request": echo})
        status = f"{refusal.status} {reason.strip()}"
        return Response(body, status, content_type="application/json; charset=utf-8")

    def admit(self, request: Request) -> Response | None:
        """Moodle turns nobody away for being busy."""
        return None

    def decorate(self, answer: Response) -> None:
        answer.headers["Cache-Control"] = "private, max-age=0, no-transform"
