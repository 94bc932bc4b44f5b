"""An independent platform: Open edX's certified LTI views, served on INDEPENDENT_PLATFORM_URL.

Runs in an environment of its own (`make independent-env`) and shares no code with the tool.
"""

import os
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


class Quiet(WSGIRequestHandler):
    """Requests stand in the desk's log."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until told to stop; one request at a time, since the database is in memory."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.independent.platform_server.settings"
    app = get_wsgi_application()
    call_command("migrate", verbosity=0)
    port = urlsplit(os.environ["INDEPENDENT_PLATFORM_URL"]).port
    with make_server("127.0.0.1", port or 0, app, handler_class=Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
