"""Other programs that a test or the demo starts: wait until they answer, stop them afterwards."""

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import requests

PATIENCE = 60.0
"""Seconds until a server must answer; machines that are busy are slow to start Python."""
GRACE = 20.0
"""Seconds that a server may take to finish what it does."""


class DidNotStart(Exception):
    """A program ended, or did not answer, before it was ready."""


@contextlib.contextmanager
def running(
    command: Sequence[str], ready_url: str, *, cwd: Path, env: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, from its first good answer until the block ends."""
    process = subprocess.Popen(command, cwd=cwd, env=dict(env), start_new_session=True)
    try:
        wait_for(ready_url, process)
        yield process
    finally:
        stop(process)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when `url` answers 200; raises DidNotStart when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DidNotStart(f"{process.args!r} ended with status {process.returncode}")
        with contextlib.suppress(requests.RequestException):
            if requests.get(url, timeout=5).status_code == 200:
                return
        time.sleep(0.05)
    raise DidNotStart(f"{url} did not answer within {PATIENCE:.0f} seconds")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a program to end, and end it after the grace."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
