"""Fixtures of all tests: a tool on an empty database, a browser, the demo LMS."""

import os
import secrets
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event, inspect, text
from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.settings import Settings
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings
from tests.once import compile_once
from tests.stores import take_own

take_own()
compile_once()
# Who starts this in the background has Ctrl-C ignored, here and in all that is started from here.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis_settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("unhurried")

DATABASES = {"sqlite": None, "postgres": os.environ.get("TEST_DATABASE_URL")}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name what failed at once: a run that is cut short would never say it."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\n{report.nodeid} ({report.when}): {report.longreprtext[-300:]}", flush=True)


def needs(what: str, found: object) -> None:
    """Skip a test that needs a service we have not got; under REQUIRE_SERVICES fail instead."""
    if found:
        return
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(f"{what} is required and missing")
    pytest.skip(f"{what} is not here")


def free_port() -> int:
    """A port that nobody listens on now, of those that no system hands out by itself.

    Else a connection of another test may take it before whoever asked for it listens.
    """
    while True:
        port = secrets.choice(range(15_000, 30_000))
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


@pytest.fixture(params=list(DATABASES))
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a tool with a data folder of its own, on SQLite and on PostgreSQL."""
    env = {
        "PEER_CIRCLES_DATA_DIR": str(tmp_path / "data"),
        "PEER_CIRCLES_PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
        "PEER_CIRCLES_SECRET_KEY": "a secret that only these tests know, long enough",
    }
    if request.param == "postgres":
        needs("TEST_DATABASE_URL (PostgreSQL)", DATABASES["postgres"])
        env["PEER_CIRCLES_DATABASE_URL"] = str(DATABASES["postgres"])
    return Settings.from_env(env)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with empty tables, made once; every test gets a copy."""
    folder = tmp_path_factory.mktemp("blank")
    env = {"PEER_CIRCLES_DATA_DIR": str(folder)}
    with create_app(Settings.from_env(env)).app_context():
        db.create_all()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.engine.dispose()
    return folder / "peer-circles.sqlite3"


@pytest.fixture
def app(settings: Settings, blank: Path) -> Iterator[Flask]:
    """The tool with empty tables; an application context is pushed."""
    made = create_app(settings)
    with made.app_context():
        if settings.database_url.startswith("sqlite"):
            shutil.copy(blank, settings.data_dir)
        else:
            empty_all_tables()
        yield made
        db.session.remove()
        db.engine.dispose()


def empty_all_tables() -> None:
    """Make the tables of a PostgreSQL database if need be, and empty those that hold something."""
    if sorted(inspect(db.engine).get_table_names()) != sorted(db.metadata.tables):
        db.drop_all()
        db.create_all()
    with db.engine.begin() as connection:
        rows = (f"SELECT '{name}' WHERE EXISTS (TABLE {name})" for name in db.metadata.tables)
        if names := connection.execute(text(" UNION ALL ".join(rows))).scalars().all():
            connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a visit."""
    return app.test_client()


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database from now on, one SQL statement each."""
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def tool(app: Flask) -> Iterator[str]:
    """The address of the tool, served on the loopback as its public address says."""
    url: str = app.config["PUBLIC_URL"]
    server = make_server("127.0.0.1", int(url.rpartition(":")[2]), app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["canvas", "moodle"])
def lms(request: pytest.FixtureRequest, settings: Settings) -> Iterator[DemoLms]:
    """A demo LMS of either temperament that knows the tool; browsers there need no login."""
    made = create_lms(
        LmsSettings(tool_url=settings.public_url, temperament=request.param, trusts_login_hint=True)
    ).start()
    yield made
    made.stop()


@pytest.fixture
def registration(app: Flask, lms: DemoLms) -> Registration:
    """The demo LMS as the tool knows it: registered, with one deployment."""
    row = Registration(
        name="Demo LMS",
        issuer=lms.issuer,
        client_id=lms.client_id,
        auth_login_url=lms.auth_login_url,
        auth_token_url=lms.auth_token_url,
        jwks_url=lms.jwks_url,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(Deployment(registration_id=row.id, deployment_id=lms.deployment_id))
    db.session.commit()
    return row
