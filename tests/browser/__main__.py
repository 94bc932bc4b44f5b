"""Runs the browser's tests (`python -m tests.browser`), each file and regime in its own process.

Playwright may wait for ever, past every time limit of its own, when a frame of another process is
replaced while it is asked, or lose that frame (seen under load with platform storage). A process
that hangs is ended; what hung or failed is tried again, three times at most, and says so.
"""

import itertools
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence

FOLDER = "tests/browser"
PYTEST = [sys.executable, "-m", "pytest", "-q"]
TRIES = 4
SECONDS_EACH, SECONDS_TO_START = 45, 90


def main() -> int:
    """Run all groups; 0 when every one passed."""
    results = [run(group) for group in groups(collected())]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


def collected() -> list[str]:
    """The ids of all tests of this folder."""
    asked = [*PYTEST, "--collect-only", FOLDER]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if "::" in line]


def groups(ids: Sequence[str]) -> list[list[str]]:
    """The ids by file and by what stands in brackets: the regime."""

    def group(name: str) -> tuple[str, str]:
        found = re.search(r"\[(.*)\]$", name)
        return name.partition("::")[0], found.group(1) if found else ""

    return [list(some) for _, some in itertools.groupby(sorted(ids, key=group), key=group)]


def run(ids: Sequence[str]) -> bool:
    """Run some tests in one process; again when it hangs or fails."""
    with tempfile.TemporaryDirectory() as memory:
        return any(_passes(ids, memory) for _ in range(TRIES))


def _passes(ids: Sequence[str], memory: str) -> bool:
    """One try: of all, or of those that failed in the one before."""
    limit = SECONDS_TO_START + SECONDS_EACH * len(ids)
    again = ["--last-failed", "-o", f"cache_dir={memory}"]
    # In a group of its own, which ends with its driver and browser, and nobody else's.
    process = subprocess.Popen([*PYTEST, *again, *ids], start_new_session=True)
    try:
        if process.wait(limit) == 0:
            return True
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    print(f"did not pass within {limit} seconds: {ids[0]} and {len(ids) - 1} more", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
