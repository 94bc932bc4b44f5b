"""`make demo` brings up the tool and the demo LMS, and Ctrl-C ends both."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
import requests

from tests.conftest import free_port
from tests.deploy.conftest import CHECKOUT
from tests.servers import stop


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The demo, on ports and in a folder of its own."""
    ports = ["--port", str(free_port()), "--lms-port", str(free_port())]
    command = [sys.executable, "-m", "tests.demo", "--data", str(tmp_path / "demo"), *ports]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    yield process
    stop(process)
    assert process.stdout
    process.stdout.close()


def test_it_says_where_to_click_and_ctrl_c_ends_everything(demo: subprocess.Popen[str]) -> None:
    assert demo.stdout
    lms = _told(demo.stdout)
    assert requests.get(lms, timeout=10).status_code == 200
    registration = requests.get(f"{lms}/.well-known/demo-registration.json", timeout=10).json()
    assert registration["issuer"] == lms
    demo.send_signal(signal.SIGINT)
    assert demo.wait(60) == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(lms, timeout=10)


def _told(output: IO[str]) -> str:
    """The address in the line that tells people what to open."""
    for line in output:
        if found := re.search(r"Open (http://localhost:\d+)", line):
            return found[1]
    raise AssertionError("the demo ended before it said where to click")
