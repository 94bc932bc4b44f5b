"""The LMS's Flask app: it wires the rooms together and logs every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, request

from tests.demo_lms import door, line_items, memberships, scores, tokens
from tests.demo_lms.request_log import LoggedRequest
from tests.demo_lms.services import answer_refusals

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def make_app(site: Site) -> Flask:
    """The app of one site."""
    app = Flask(__name__)
    for room in (door, tokens, memberships, line_items, scores):
        app.register_blueprint(room.blueprint(site))
    answer_refusals(app, site)

    @app.after_request
    def log(answer: Response) -> Response:
        site.log.append(logged(site, answer))
        return answer

    return app


def logged(site: Site, answer: Response) -> LoggedRequest:
    """The line of the log for the request under way."""
    kind = (request.endpoint or "").rpartition(".")[2]
    path = request.full_path if request.query_string else request.path
    agent = request.headers.get("User-Agent", "")
    return LoggedRequest(kind, request.method, path, answer.status_code, agent, site.clock())
