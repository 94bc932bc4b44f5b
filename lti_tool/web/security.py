"""Headers of every page, and the mark of pages that are open to all.

Every page carries a guard; a test walks the map of addresses and finds the one that does not.
The guards that ask for a visit live in `lti_tool.launch.session`.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g

View = Callable[..., Any]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action {posts_to}; base-uri 'none'; frame-ancestors {framed_by}"
)


def open_to_all(view: View) -> View:
    """A page that needs no visit: the door, and what operators ask."""
    view.guard = "all"  # type: ignore[attr-defined]
    return view


def send_security_headers(app: Flask) -> None:
    """No inline script or style, framed by the visit's platform only, nothing kept in caches."""
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    policy = POLICY.format(
        posts_to=g.get("posts_to", "'self'"), framed_by=g.get("framed_by") or "*"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.vary.update(("Cookie", "Authorization"))
    return response
