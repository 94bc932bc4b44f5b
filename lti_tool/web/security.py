"""Headers of every page, and the mark of pages that are open to all.

Every page carries a guard; a test walks the map of addresses and finds the one that does not.
The guards that ask for a visit live in `lti_tool.launch.session`.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import NullSession, SessionInterface

from lti_tool.web.wire import Away

View = Callable[..., Any]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action {posts_to}; base-uri 'none'; frame-ancestors {framed_by}"
)


def open_to_all(view: View) -> View:
    """A page that needs no visit: the door, and what operators ask."""
    view.guard = "all"  # type: ignore[attr-defined]
    return view


class NoSession(SessionInterface):
    """Flask's own session, which we do without: it is opened before the address says which
    visit this is. What a visit must remember stands in its row.
    """

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """Nothing to open; whoever writes into it is told."""
        return NullSession()


def send_security_headers(app: Flask) -> None:
    """No inline script or style, framed by the visit's platform only, nothing kept in caches."""
    app.session_interface = NoSession()
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    if isinstance(response, Away):
        return response
    add = response.headers.add
    policy = POLICY.format(
        posts_to=g.get("posts_to", "'self'"), framed_by=g.get("framed_by") or "*"
    )
    add("Content-Security-Policy", policy)
    add("Referrer-Policy", "same-origin")
    add("X-Content-Type-Options", "nosniff")
    add("Vary", "Cookie, Authorization")
    if "Cache-Control" not in response.headers:
        add("Cache-Control", "private, no-cache")
    return response
