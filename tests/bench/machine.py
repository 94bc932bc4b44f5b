"""When, what and on how big a machine a benchmark ran; no name, path or address of it."""

import os
import platform
import subprocess
from datetime import UTC, datetime


def when_and_where() -> str:
    """One paragraph for below the tables."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, commit {_commit()}, Python {platform.python_version()}, "
        f"{_cores()} cores, {_memory():.0f} GiB of memory, load {os.getloadavg()[0]:.1f}."
    )


def _commit() -> str:
    described = ["git", "describe", "--always", "--dirty=, changed", "--exclude=*"]
    try:
        answer = subprocess.run(described, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return answer.stdout.strip()


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
