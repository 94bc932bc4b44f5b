"""A platform that answers as a test says: the place where lies and accidents are told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from lti_tool.lti.keys import new_key
from lti_tool.lti.platform import Platform
from lti_tool.lti.services import Service
from lti_tool.lti.tokens import Token, Tokens

KEY = new_key()
LASTING = timedelta(hours=1)


@dataclass
class Scripted:
    """Answers come from `answer`, a function of the request; `seen` holds paths with queries."""

    url: str = ""
    seen: list[str] = field(default_factory=list)
    answer: Callable[[Request], Response] = field(default=lambda request: Response(status=404))

    def platform(self, **changes: str) -> Platform:
        """This platform as the door knows it."""
        addresses = dict.fromkeys(("auth_login_url", "jwks_url"), self.url)
        token_url = f"{self.url}/token"
        return Platform(1, self.url, "client", auth_token_url=token_url, **addresses, **changes)


class Shelf:
    """Tokens kept in memory."""

    def __init__(self, token: Token | None = None) -> None:
        self.token = token

    def load(self, platform_key: int, scopes: str) -> Token | None:
        return self.token

    def save(self, platform_key: int, scopes: str, *, token: Token) -> None:
        self.token = token


@contextmanager
def scripted() -> Iterator[Scripted]:
    """A platform on the loopback."""
    told = Scripted()

    @Request.application
    def serve(request: Request) -> Response:
        told.seen.append(request.full_path.rstrip("?"))
        return told.answer(request)

    server = make_server("127.0.0.1", 0, serve, threaded=True)
    told.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def tokens(shelf: Shelf | None = None) -> Tokens:
    """Tokens over a shelf; by default one that holds a good token already."""
    good = Token("a-good-token", datetime.now(UTC) + LASTING)
    return Tokens(shelf or Shelf(good), lambda: ("kid", KEY))


def service(platform: Platform, **changes: Tokens) -> Service:
    """The service of a platform with a good token."""
    return Service(platform, ("scope",), changes.get("tokens") or tokens())
