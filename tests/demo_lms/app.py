"""The LMS's Flask app: it wires the rooms together and logs every answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from tests.demo_lms import (
    course_groups,
    deep_linking,
    door,
    line_items,
    memberships,
    notices,
    pages,
    registering,
    scores,
    tokens,
    trouble,
)
from tests.demo_lms.request_log import LoggedRequest
from tests.demo_lms.services import answer_refusals

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

ROOMS = (
    pages,
    door,
    deep_linking,
    registering,
    tokens,
    memberships,
    course_groups,
    line_items,
    scores,
    notices,
)
SERVICES = ("token", "nrps", "groups", "lineitems", "lineitem", "scores", "results")


def make_app(site: Site) -> Flask:
    """The app of one site."""
    app = Flask(__name__)
    for room in ROOMS:
        app.register_blueprint(room.blueprint(site))
    answer_refusals(app, site)
    app.before_request(lambda: meet(site))
    app.after_request(lambda answer: leave(site, answer))
    return app


def kind_of_request() -> str:
    """The name of the endpoint, such as "scores"; empty for an unknown address."""
    return (request.endpoint or "").rpartition(".")[2]


def meet(site: Site) -> Response | None:
    """Before a request is worked on: faults, latency, throttling; any of them may answer it."""
    kind = kind_of_request()
    text = request.full_path + request.get_data(as_text=True)
    g.faults = site.faults.due(kind, text)
    g.was_admitted = False
    if wait := site.latency.get(kind):
        time.sleep(wait)
    for fault in g.faults:
        if answer := trouble.before(site, fault):
            return answer
    return admit(site, kind)


def admit(site: Site, kind: str) -> Response | None:
    """Turn a too busy tool away where the temperament does such a thing."""
    refusal = site.temperament.services.admit(request) if kind in SERVICES else None
    g.was_admitted = kind in SERVICES and refusal is None
    return refusal


def leave(site: Site, answer: Response) -> Response:
    """After a request: the temperament's headers, the faults of the answer, the log."""
    if g.get("was_admitted"):
        site.temperament.services.decorate(answer)
    faults = g.get("faults", [])
    for fault in faults:
        answer = trouble.after(fault, answer)
    site.log.append(logged(site, answer, "; ".join(fault.words for fault in faults)))
    return answer


def logged(site: Site, answer: Response, fault: str) -> LoggedRequest:
    """The line of the log for the request under way."""
    path = request.full_path if request.query_string else request.path
    return LoggedRequest(
        kind=kind_of_request(),
        method=request.method,
        path=path,
        status=answer.status_code,
        user_agent=request.headers.get("User-Agent", ""),
        at=site.clock(),
        fault=fault,
    )
