"""`python -m tests.demo_lms` as `make demo` runs it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import requests

CHECKOUT = Path(__file__).resolve().parents[2]


def test_the_command_says_one_line_when_it_is_ready_and_ends_on_request() -> None:
    command = [
        sys.executable,
        "-m",
        "tests.demo_lms",
        "--port",
        "0",
        "--tool",
        "http://127.0.0.1:9",
    ]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = line.rpartition(" ")[2].strip()
        answer = requests.get(f"{url}/.well-known/demo-registration.json", timeout=10)
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()

    assert answer.json()["issuer"] == url
    assert (rest, process.returncode) == ("", 0)
