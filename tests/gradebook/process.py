"""A worker in a process of its own, for tests that run several or kill one.

`python -m tests.gradebook.process work` says "ready", waits for a line, works and says how many
scores it sent. `… die POINT MEMBERSHIP` lets a member do an item, works up to the function POINT
(as in `outbox.delivered`), says "here" and waits to be killed.
"""

import importlib
import os
import subprocess
import sys
from typing import NoReturn

from lti_tool.app import create_app
from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.gradebook.actions import send_due, settle_due
from lti_tool.programme.actions import record
from lti_tool.settings import Settings


def start(settings: Settings, *args: str) -> subprocess.Popen[str]:
    """Start such a process on the same database, and wait for its first word."""
    env = {
        **os.environ,
        "PEER_CIRCLES_DATA_DIR": str(settings.data_dir),
        "PEER_CIRCLES_PUBLIC_URL": settings.public_url,
        "PEER_CIRCLES_SECRET_KEY": settings.secret_key,
        "PEER_CIRCLES_DATABASE_URL": settings.database_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.gradebook.process", *args],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().strip() in ("ready", "here")
    return process


def work() -> None:
    """Wait for the word, then do all that is due."""
    say("ready")
    sys.stdin.readline()
    settle_due()
    print(send_due().sent)


def die(point: str, membership_id: int) -> None:
    """Record an item and work, up to a point."""
    module, *owner, name = point.split(".")
    place = importlib.import_module(f"lti_tool.gradebook.{module}")
    setattr(getattr(place, *owner) if owner else place, name, wait_for_the_end)
    member = db.session.get(Membership, membership_id)
    assert member is not None
    record(member, "goal")
    db.session.commit()
    settle_due()
    send_due()


def wait_for_the_end(*args: object, **kwargs: object) -> NoReturn:
    """Say that we are here, and never go on."""
    say("here")
    sys.stdin.read()
    os._exit(1)


def say(word: str) -> None:
    """One line to whoever started us."""
    print(word, flush=True)


if __name__ == "__main__":
    with create_app(Settings.from_env()).app_context():
        if sys.argv[1] == "work":
            work()
        else:
            die(sys.argv[2], int(sys.argv[3]))
