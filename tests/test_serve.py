"""`peer-circles serve`: the web side and a worker beside it, started and ended as one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, inspect

from tests.conftest import free_port
from tests.servers import running

COMMAND = str(Path(sys.executable).with_name("peer-circles"))
PATIENCE = 60.0


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The settings of a tool of its own, with nothing in its folder yet."""
    ours = {"PUBLIC_URL": f"http://127.0.0.1:{free_port()}", "DATA_DIR": str(tmp_path)}
    return {**os.environ, **{f"PEER_CIRCLES_{name}": value for name, value in ours.items()}}


def run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], env=env, capture_output=True, text=True, check=False, timeout=60
    )


def workers(folder: Path) -> set[int]:
    """The workers of the tool that keeps its files here, as the system sees them."""
    return {int(one.name) for one in Path("/proc").glob("[0-9]*") if _is_worker(one, folder)}


def wait_for_workers(folder: Path, wanted: int, *, other_than: frozenset[int] = frozenset()) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = workers(folder) - other_than
        if len(found) == wanted:
            return next(iter(found), 0)
        time.sleep(0.1)
    raise AssertionError(f"{wanted} workers were expected, and {workers(folder)} are there")


def _is_worker(process: Path, folder: Path) -> bool:
    try:
        is_beside = b"--beside-parent" in (process / "cmdline").read_bytes()
        return is_beside and f"DATA_DIR={folder}\0" in (process / "environ").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_tables_nothing_starts_and_the_cure_is_named(
    env: dict[str, str], command: str
) -> None:
    done = run(env, command)
    assert done.returncode == 2
    assert done.stderr.strip() == "The tables are missing or old. Run: peer-circles db upgrade"


def test_an_upgrade_makes_the_tables(env: dict[str, str], tmp_path: Path) -> None:
    assert run(env, "db", "upgrade").stdout == "The database is up to date.\n"
    engine = create_engine(f"sqlite:///{tmp_path / 'peer-circles.sqlite3'}")
    assert {"registrations", "roster_reads"} <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")
def test_a_worker_lives_beside_the_web_comes_back_and_ends_with_it(
    env: dict[str, str], tmp_path: Path
) -> None:
    run(env, "db", "upgrade")
    url = env["PEER_CIRCLES_PUBLIC_URL"]
    command = [COMMAND, "serve", "--port", url.rpartition(":")[2]]
    with running(command, f"{url}/readyz", cwd=tmp_path, env=env) as web:
        first = wait_for_workers(tmp_path, 1)
        os.kill(first, signal.SIGKILL)
        wait_for_workers(tmp_path, 1, other_than=frozenset({first}))
        assert requests.get(f"{url}/healthz", timeout=10).status_code == 200
        web.send_signal(signal.SIGTERM)
        assert web.wait(PATIENCE) == 0
    wait_for_workers(tmp_path, 0)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")
def test_a_worker_ends_when_the_web_side_is_killed(env: dict[str, str], tmp_path: Path) -> None:
    run(env, "db", "upgrade")
    url = env["PEER_CIRCLES_PUBLIC_URL"]
    command = [COMMAND, "serve", "--port", url.rpartition(":")[2]]
    with running(command, f"{url}/readyz", cwd=tmp_path, env=env) as web:
        wait_for_workers(tmp_path, 1)
        web.kill()
        web.wait(PATIENCE)
        wait_for_workers(tmp_path, 0)
