"""A small threaded web server on the loopback that keeps connections alive (HTTP/1.1)."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app

HANG_UP = "demo_lms.hang_up"
"""An event in the environment: once it is set, the connection ends without an answer."""


class Handler(WSGIRequestHandler):
    """Reads each request whole, answers in one packet; werkzeug's own closes each connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65536

    def setup(self) -> None:
        super().setup()
        self.server.open_sockets.add(self.connection)  # type: ignore[attr-defined]

    def finish(self) -> None:
        self.server.open_sockets.discard(self.connection)  # type: ignore[attr-defined]
        with suppress(OSError):
            super().finish()

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        length = int(environ.get("CONTENT_LENGTH") or 0)
        environ["wsgi.input"] = BytesIO(self.rfile.read(length))
        environ[HANG_UP] = hang_up = threading.Event()
        chunks, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        if hang_up.is_set():
            self._hang_up()
        else:
            self._answer(status, list(headers), b"".join(chunks))

    def _answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log(self, type: str, message: str, *args: Any) -> None:
        """Silence: the LMS keeps its own log."""


class Server:
    """The LMS's app being served from a thread of its own."""

    def __init__(self, app: Flask, port: int) -> None:
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, app, threaded=True, request_handler=Handler
        )
        self._sockets: set[socket.socket] = set()
        self._server.open_sockets = self._sockets  # type: ignore[attr-defined]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def port(self) -> int:
        """The port it got."""
        return self._server.port

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and close what clients kept open."""
        self._server.shutdown()
        self._thread.join()
        for connection in list(self._sockets):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
