"""The application and its redirects, without what Flask does for cases that we do not have.

A launch is two redirects; what they cost is most of what a launch costs.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response
from werkzeug.datastructures import Headers
from werkzeug.http import dump_cookie
from werkzeug.routing import MapAdapter

NAME, VALUE = "NAME", "VALUE"
COOKIE = dump_cookie(
    NAME, VALUE, path="/", secure=True, httponly=True, samesite="None", partitioned=True
)


class Tool(Flask):
    """Flask that has one public address, and no asynchronous views to look for at each hook."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Match by path alone: whatever host a request names, we have our own."""
        if request is None:
            return super().create_url_adapter(None)
        here = urlsplit(self.config["ORIGIN"])
        return MapAdapter(
            self.url_map, here.netloc, request.root_path, "", here.scheme, request.path,
            request.method, request.query_string.decode("latin-1"),
        )  # fmt: skip

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Every view is an ordinary function."""
        return func


class Away(Response):
    """A redirect with no page: to an address that is written as a header wants it already.

    Other redirects of Flask quote what they are given, sign by sign.
    """

    default_mimetype = None

    def __init__(self, location: str, status: int) -> None:
        super().__init__(status=status, headers={"Location": location, "Content-Length": "0"})

    def get_wsgi_headers(self, asked: Any) -> Headers:
        """The headers as they are."""
        return self.headers if self.location.isascii() else super().get_wsgi_headers(asked)


def cookie_for_frames(name: str, value: str) -> str:
    """A cookie that is kept for this site within one other site, until the browser ends.

    `name` and `value` have letters, digits, `_` and `-` only, so that nothing is to be quoted.
    """
    return COOKIE.replace(NAME, name, 1).replace(VALUE, value, 1)
