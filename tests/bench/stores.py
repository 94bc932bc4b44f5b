"""Database servers of a benchmark's own: Redis and PostgreSQL, where this machine has them.

Each lives in a temporary folder on a free port of the loopback, durable as by default, and is
gone afterwards. Nothing of the machine's own servers is touched.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import free_port

POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin")
SERVANTS = ("postgres", "nobody")
"""PostgreSQL refuses to run as root: then one of these runs it."""


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and whose CPU time counts."""

    pid: int
    port: int


def redis_found() -> bool:
    """Whether a Redis server can be started and spoken to."""
    try:
        import redis  # noqa: F401, PLC0415  an extra of the tool, so it may be missing
    except ImportError:
        return False
    return shutil.which("redis-server") is not None


def postgres_folder() -> Path | None:
    """Where initdb and postgres lie: the newest that is found."""
    found = [file for folder in POSTGRES_FOLDERS for file in Path("/").glob(f"{folder[1:]}/initdb")]
    named = shutil.which("initdb")
    found = [Path(named)] if named else sorted(found)
    return found[-1].resolve().parent if found else None


@contextmanager
def redis_server(folder: Path) -> Iterator[Server]:
    """A Redis that keeps everything in memory, as a cache does."""
    with redis_again(folder, port=free_port()) as server:
        yield server


@contextmanager
def redis_again(folder: Path, *, port: int) -> Iterator[Server]:
    """The same started once more, with nothing in it."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with _running([*command, "--dir", str(folder), "--loglevel", "warning"], port) as server:
        yield server


@contextmanager
def postgres_server(folder: Path, programs: Path) -> Iterator[Server]:
    """A PostgreSQL with the settings it comes with, commits synchronous."""
    data, port = folder / "postgres", free_port()
    user = _servant()
    data.mkdir()
    if user is not None:
        folder.chmod(0o755)
        os.chown(data, user, -1)
    make = ["--auth=trust", "--username=bench", "--encoding=UTF8", "--locale=C"]
    subprocess.run(
        [programs / "initdb", "-D", data, *make],
        check=True, stdout=subprocess.DEVNULL, user=user, cwd=data,
    )  # fmt: skip
    with postgres_again(folder, programs, port=port) as server:
        yield server


@contextmanager
def postgres_again(folder: Path, programs: Path, *, port: int) -> Iterator[Server]:
    """The same PostgreSQL with its data, started once more."""
    data = folder / "postgres"
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(data)]
    with _running(command, port, user=_servant()) as server:
        _wait_until_up(server)
        yield server


def _wait_until_up(server: Server) -> None:
    """It listens a moment before it lets anybody in."""
    import psycopg  # noqa: PLC0415  an extra of the tool, so it may be missing

    for _ in range(300):
        try:
            run_in(f"{_root(server)}/postgres", "SELECT 1")
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL listens but lets nobody in")


def _root(server: Server) -> str:
    return f"postgresql://bench@127.0.0.1:{server.port}"


def new_database(server: Server, name: str) -> str:
    """An empty database of a PostgreSQL server; gives its address."""
    run_in(f"{_root(server)}/postgres", f'CREATE DATABASE "{name}"')
    return f"{_root(server)}/{name}"


def run_in(address: str, statement: str) -> None:
    """One statement in a PostgreSQL database."""
    import psycopg  # noqa: PLC0415  an extra of the tool, so it may be missing

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _servant() -> int | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return next(known[name] for name in SERVANTS if name in known)


@contextmanager
def _running(command: list[str], port: int, *, user: int | None = None) -> Iterator[Server]:
    process = subprocess.Popen(
        command, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args} did not start")  # type: ignore[str-bytes-safe]
