"""Workers that can be killed by the dozen: one process loads the tool and forks a child for each.

`python -m tests.faults.victims JOB` reads numbers from its input: so many milliseconds a child may
work before SIGKILL ends it. It answers each with "killed", or "done" when the child was faster.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from lti_tool.app import create_app
from lti_tool.gradebook.actions import send_due, settle_due
from lti_tool.groups.forming.working import form_due
from lti_tool.settings import Settings

JOBS: Mapping[str, tuple[Callable[[], object], ...]] = {
    "scores": (settle_due, send_due),
    "circles": (form_due,),
}


@contextmanager
def victims(settings: Settings, job: str) -> Iterator[subprocess.Popen[str]]:
    """The process that makes and kills workers on the database of these settings."""
    env = {
        **os.environ,
        "PEER_CIRCLES_DATA_DIR": str(settings.data_dir),
        "PEER_CIRCLES_PUBLIC_URL": settings.public_url,
        "PEER_CIRCLES_SECRET_KEY": settings.secret_key,
        "PEER_CIRCLES_DATABASE_URL": settings.database_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.victims", job],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.communicate("")


def kill_after(process: subprocess.Popen[str], milliseconds: float) -> bool:
    """Let a worker work for this long; whether it was killed before it was done."""
    assert process.stdin and process.stdout
    process.stdin.write(f"{milliseconds}\n")
    process.stdin.flush()
    return process.stdout.readline().strip() == "killed"


def main() -> None:
    """Make a child for each number, and kill it in time."""
    app, work = create_app(Settings.from_env()), JOBS[sys.argv[1]]
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            with app.app_context():
                for part in work:
                    part()
            os._exit(0)
        print("killed" if _is_killed(child, float(line) / 1000) else "done", flush=True)


def _is_killed(child: int, seconds: float) -> bool:
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
