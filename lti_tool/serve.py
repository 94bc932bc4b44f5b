"""`peer-circles serve`, `worker` and `db`: running the tool and keeping its tables up to date."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from sqlalchemy import Connection, create_engine, inspect

from lti_tool.db import db
from lti_tool.settings import PACKAGE, THREADS, SettingWrong
from lti_tool.web.terminal import in_app, plain_errors, the_app
from lti_tool.worker import run_worker, start_worker_process

MIGRATIONS = PACKAGE / "migrations"
PAUSE = 5.0
"""Seconds at least between two starts of the worker, so that a broken one does not spin."""
GRACE = 30


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Web processes, of 8 threads each.")
def serve(host: str, port: int, workers: int) -> None:
    """Run the whole tool: the web side, and background work in a process beside it."""
    _log_to_stderr()
    with plain_errors():
        app = the_app()
        with app.app_context():
            check_tables()
        Web(app, {"bind": f"{host}:{port}", "workers": workers}).run()


@click.command()
@click.option("--beside-parent", is_flag=True, hidden=True, help="End when stdin is closed.")
def worker(beside_parent: bool) -> None:
    """Do background work: read course lists, send scores. Run as many as you need."""
    _log_to_stderr()
    with plain_errors():
        app = the_app()
        with app.app_context():
            check_tables()
        if beside_parent:
            threading.Thread(target=_end_with_parent, daemon=True).start()
        run_worker(app)


@click.group("db")
def database() -> None:
    """The tables of the tool."""


@database.command()
@in_app
def upgrade() -> None:
    """Bring the tables up to date; does nothing when they are."""
    with db.engine.begin() as connection:
        command.upgrade(_alembic(connection), "head")
    click.echo("The database is up to date.")


@database.command()
@click.option("-m", "--message", required=True, help="What the migration does.")
@in_app
def revision(message: str) -> None:
    """Write a migration from what the models say, for contributors."""
    number = len(list(MIGRATIONS.glob("versions/[0-9]*.py"))) + 1
    with create_engine("sqlite://").begin() as connection:
        config = _alembic(connection)
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


def check_tables() -> None:
    """Make sure that the tables are there and up to date; raises SettingWrong."""
    with db.engine.connect() as connection:
        is_there = inspect(connection).has_table("registrations")
        here = set(MigrationContext.configure(connection).get_current_heads())
        wanted = set(ScriptDirectory.from_config(_alembic(connection)).get_heads())
    db.engine.dispose()
    if not is_there or here != wanted:
        raise SettingWrong("The tables are missing or old. Run: peer-circles db upgrade")


class Web(BaseApplication):  # type: ignore[misc]
    """The web side under gunicorn, set as `deploy/gunicorn.conf.py` sets it."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn asks first."""
        fixed = {
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": 75,
            "timeout": 60,
            "graceful_timeout": GRACE,
            "limit_request_line": 8190,
            "limit_request_field_size": 16380,
            "accesslog": "-",
            "access_log_format": "%(m)s %(U)s %(s)s %(B)sB %(M)sms",
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,
        }
        for name, value in {**fixed, **self._options}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app of each web process."""
        return self._app

    def run(self) -> None:
        """Serve until somebody ends it."""
        WithWorker(self).run()


class WithWorker(Arbiter):  # type: ignore[misc]
    """Gunicorn's master, which also keeps one worker process alive."""

    _beside: subprocess.Popen[bytes] | None = None
    _last_start = 0.0

    def manage_workers(self) -> None:
        """Called about once a second: start what is not there."""
        super().manage_workers()
        has_ended = self._beside is None or self._beside.poll() is not None
        if has_ended and time.monotonic() - self._last_start > PAUSE:
            self._last_start = time.monotonic()
            self._beside = start_worker_process()

    def stop(self, graceful: bool = True) -> None:
        """Let web processes and the worker finish what they do."""
        beside, self._beside = self._beside, None
        if beside and beside.stdin:
            beside.stdin.close()
        super().stop(graceful)
        if beside:
            _wait_for(beside)


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()


def _end_with_parent() -> None:
    """Whoever started us holds the other end of stdin; when it closes, we are done."""
    while sys.stdin.buffer.read(1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("alembic", "huey"):
        logging.getLogger(name).setLevel(logging.WARNING)
