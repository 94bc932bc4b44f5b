"""A database and a Redis of its own for each process that runs tests beside others.

`conftest` calls `take_own` before anybody reads where the servers are.
"""

import os
from urllib.parse import urlsplit

from sqlalchemy import create_engine, make_url, text

DATABASE, REDIS = "TEST_DATABASE_URL", "TEST_REDIS_URL"
MOST = 15
"""Redis has 16 numbered databases as it comes; 0 is for tests that run alone."""


def take_own() -> None:
    """Let a process of pytest-xdist use what no other one uses; alone, nothing changes."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        return
    number = int(worker.removeprefix("gw")) + 1
    assert number <= MOST, f"at most {MOST} processes of tests"
    if os.environ.get(DATABASE):
        os.environ[DATABASE] = _beside(os.environ[DATABASE], worker)
    if os.environ.get(REDIS):
        os.environ[REDIS] = urlsplit(os.environ[REDIS])._replace(path=f"/{number}").geturl()


def _beside(address: str, worker: str) -> str:
    """The address of an empty database that is made here, named after the given one."""
    given = make_url(address)
    own = given.set(database=f"{given.database}_{worker}")
    server = create_engine(given.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{own.database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{own.database}"'))
    server.dispose()
    return own.render_as_string(hide_password=False)
