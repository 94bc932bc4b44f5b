"""The tool itself: its secret key, its queue, its worker, its disk. For operators alone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from lti_tool.lti.probes import Finding, State
from lti_tool.platforms.keys import unopened_keys
from lti_tool.platforms.queries import registrations

LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000
"""Bytes free on the disk: what wants a look, and what stops writing soon."""


def examine_ourselves() -> tuple[Finding, ...]:
    """What of the tool itself works; the database does, or nobody could ask."""
    room = _room(current_app.extensions["settings"].data_dir)
    return (_secret(), *_work(), room, Finding("platforms", "done" if registrations() else "look"))


def _secret() -> Finding:
    lost = unopened_keys()
    return Finding("secret", "look", str(lost)) if lost else Finding("secret", "done")


def _work() -> Iterator[Finding]:
    """Whatever its store raises, a queue that cannot be asked does not work."""
    try:
        was_looked_at = current_app.extensions["was_looked_at"]()
    except Exception as error:
        yield Finding("queue", "fail", type(error).__name__)
        return
    yield Finding("queue", "done")
    yield Finding("worker", "done" if was_looked_at else "fail")


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    state: State = "fail" if free < TOO_LITTLE else "look" if free < LITTLE else "done"
    return Finding("room", state, f"{free / 1e9:.1f} GB")
