"""The web server for production: `gunicorn --config deploy/gunicorn.conf.py`.

Threads with keep-alive behind nginx; each worker serves 8 requests at a time. Two variables of the
environment are read here: WEB_CONCURRENCY (workers) and FORWARDED_ALLOW_IPS (who may say https).
"""

import os
from pathlib import Path

wsgi_app = "lti_tool.app:create_app()"
bind = os.environ.get("BIND", "127.0.0.1:8000")

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
# Loaded once, before the workers are made: a wrong setting stops the start with its one sentence
# instead of workers that die one after the other, and the code is in memory once.
preload_app = True

# Longer than the proxy keeps an idle connection, so that the proxy is the one to close it.
keepalive = 75
timeout = 60
graceful_timeout = 30
# Workers tell that they live by touching a file; on a slow disk that would stall them.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

# A login initiation by GET carries long hints; a browser brings up to 8 cookies of visits.
limit_request_line = 8190
limit_request_field_size = 16380

# One line a request: no query (it holds hints of the platform), no address, no browser.
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)sB %(M)sms"
control_socket_disable = True


def post_fork(server: object, worker: object) -> None:
    """Connections made while loading belong to the parent; each worker makes its own."""
    from lti_tool.db import db  # noqa: PLC0415  the settings above are read without the tool

    app = server.app.wsgi()  # type: ignore[attr-defined]
    with app.app_context():
        db.engine.dispose(close=False)
