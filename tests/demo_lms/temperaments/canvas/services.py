"""Canvas's services in general: strict types, errors as JSON, the cost of each request told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Request, Response, request

from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.throttle import SERVICE_COST, TOKEN_COST
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

ANSWERS = {
    ("nrps", "GET"): ROSTER_TYPE,
    ("groups", "GET"): GROUPS_TYPE,
    ("lineitems", "GET"): LINE_ITEMS_TYPE,
    ("lineitem", "GET"): LINE_ITEM_TYPE,
    ("results", "GET"): RESULTS_TYPE,
}
BODIES = {
    ("lineitems", "POST"): LINE_ITEM_TYPE,
    ("lineitem", "PUT"): LINE_ITEM_TYPE,
    ("scores", "POST"): SCORE_TYPE,
}
BUSY = "429 Too Many Requests (Rate Limit Exceeded)\n"
TYPES = {
    400: "bad_request",
    401: "unauthorized",
    406: "not_acceptable",
    412: "precondition_failed",
    415: "unsupported_media_type",
    422: "unprocessable_entity",
}


@dataclass(frozen=True)
class CanvasServices:
    """A token of the client is good in every course; a line item of another tool is not shown."""

    site: Site

    def check_types(self, request: Request) -> None:
        call = ((request.endpoint or "").rpartition(".")[2], request.method)
        accepts = request.headers.get("Accept", "*/*")
        if call in ANSWERS and ANSWERS[call] not in accepts and "*/*" not in accepts:
            raise ServiceRefusalError(406, f"{ANSWERS[call]} is what can be given")
        if call in BODIES and request.mimetype != BODIES[call]:
            raise ServiceRefusalError(415, f"{BODIES[call]} is what is understood")

    def check_caller(self, request: Request, registration: Registration) -> None:
        """Nothing more: the address says nothing about the tool."""

    def no_course(self, number: int) -> ServiceRefusalError:
        return ServiceRefusalError(404)

    def refused(self, refusal: ServiceRefusalError) -> Response:
        errors: Any = {"type": TYPES.get(refusal.status, "error"), "message": refusal.text}
        if refusal.status == 404:
            errors = [{"message": "The specified resource does not exist."}]
        body = json.dumps({"errors": errors})
        return Response(body, refusal.status, content_type="application/json; charset=utf-8")

    def admit(self, request: Request) -> Response | None:
        """Nobody is told how long to wait."""
        if self.site.throttle.enter(self._payer(request)) or not self.site.throttles:
            return None
        answer = Response(BUSY, 429, content_type="text/plain; charset=utf-8")
        answer.headers["X-Rate-Limit-Remaining"] = "0.0"
        return answer

    def decorate(self, answer: Response) -> None:
        payer, cost = self._payer(request), _cost(request)
        self.site.throttle.leave(payer, cost)
        answer.headers["X-Request-Cost"] = str(cost)
        answer.headers["X-Rate-Limit-Remaining"] = f"{self.site.throttle.remaining(payer):.1f}"

    def _payer(self, request: Request) -> str:
        """The client of the token; whoever has none yet is counted by address."""
        text = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = self.site.tokens.find(text)
        return token.client_id if token else f"address {request.remote_addr}"


def _cost(request: Request) -> float:
    is_token = (request.endpoint or "").endswith(".token")
    return TOKEN_COST if is_token else SERVICE_COST
