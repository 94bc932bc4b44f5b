"""Background work: rosters, scores and reminders that are due, and tidying up.

For `app`, which has it told of new work, and `serve`, which runs it. What is due stands in the
database; the queue only says that now is a good moment, so losing the queue loses nothing: every
minute all kinds of work are looked at anyway. Every job may run twice, here and elsewhere.
"""

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.exceptions import ConfigurationError

from lti_tool.db import work_waits
from lti_tool.errors import PeerCirclesError
from lti_tool.gradebook.actions import send_due, settle_due
from lti_tool.groups.changes.late import place_late_joiners
from lti_tool.groups.forming.working import form_due
from lti_tool.groups.survey.actions import forget_secrets
from lti_tool.launch.actions import end_old_visits
from lti_tool.own.forgetting import forget_due
from lti_tool.platforms.keys import tend_keys
from lti_tool.platforms.listening import ask_due, forget_heard
from lti_tool.reminders.actions import write_reminders
from lti_tool.roster.actions import sync_due
from lti_tool.settings import Settings, SettingWrong
from lti_tool.web.transaction import transaction

log = logging.getLogger(__name__)

THREADS = 8
"""One for each kind of work at a time, and one to spare."""
BREATH = 0.2
"""Seconds to wait for more of the same before starting: a class that saves together is one run."""
LONGEST_SLEEP = 1.0
"""Seconds between two looks into an empty queue."""
STALE = 90.0
"""Seconds after which a mark "this is queued already" is not believed: its writer died."""
PATIENCE = 25
"""Seconds that running jobs get when the worker shall end."""


RUN = 15.0
"""Seconds after which sending makes a pause: the rest is another run, maybe of another worker."""

READERS = 4
"""Course lists that this process reads at a time."""
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Done:
    """What a job has done, for the log; `again_in` is after how many seconds there is more."""

    counts: dict[str, int] = field(default_factory=dict)
    again_in: float | None = None


Work = Callable[[], Done | None]


def read_rosters() -> Done:
    """Read the course lists that are due, and seat who joined where staff want it so."""
    read = sync_due(side_by_side)
    place_late_joiners()
    return Done({"read": read})


def form_circles() -> None:
    """Form the circles that staff wait for, and seat who came back."""
    form_due()
    place_late_joiners()


def side_by_side(work: Callable[[Item], Result], on: Iterable[Item]) -> list[Result]:
    """Map like `map`, in READERS threads, each with a session of its own."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def run(item: Item) -> Result:
        with app.app_context():
            return work(item)

    with ThreadPoolExecutor(READERS) as pool:
        return list(pool.map(run, on))


def settle() -> Done:
    """Work out what the ledger says; what is to be sent makes a job of its own."""
    return Done({"settled": settle_due()})


def send() -> Done:
    """Send the scores that are due, for a while."""
    report = send_due(seconds=RUN)
    counts = {"sent": report.sent, "waiting": report.waiting, "failed": report.failed}
    return Done(counts, again_in=report.again_in)


def tidy() -> Done:
    """Forget what has ended, and renew our keys in time."""
    with transaction():
        ended = end_old_visits()
        forget_heard()
        forget_secrets()
    tend_keys()
    return Done({"ended": ended, "forgot": forget_due()})


def ask_for_notices() -> None:
    """Ask platforms to tell us of copied courses, where they were not asked yet."""
    ask_due()


def remind() -> Done:
    """Write to those for whom something waits, where that is switched on."""
    report = write_reminders()
    return Done({"sent": report.sent, "failed": report.failed, "later": report.later})


JOBS: dict[str, Work] = {
    "roster": read_rosters,
    "circles": form_circles,
    "scores": settle,
    "sending": send,
    "notices": ask_for_notices,
    "reminders": remind,
    "tidy": tidy,
}


class Job:
    """One kind of work in this process: never twice at once, and never once too few."""

    def __init__(self, kind: str, work: Work) -> None:
        self._kind, self._work = kind, work
        self._running = threading.Lock()
        self._is_wanted = False

    def run(self) -> float | None:
        """Work now; when that is going on already, have it look again at its end.

        Gives the seconds after which there is more to do, if that is known.
        """
        again: float | None = None
        self._is_wanted = True
        while self._is_wanted and self._running.acquire(blocking=False):
            try:
                self._is_wanted = False
                again = self._work_once()
            finally:
                self._running.release()
        return again

    def _work_once(self) -> float | None:
        """One line of JSON says what became of it; of a failure never the data it failed on."""
        started, said = time.monotonic(), dict[str, object]()
        done: Done | None = None
        try:
            done = self._work()
            said = {"outcome": "done", **(done.counts if done else {})}
        except PeerCirclesError as error:
            said = {"outcome": "failed", "why": f"{type(error).__name__}: {error.reason}"}
        except Exception as error:
            said = {"outcome": "failed", "why": type(error).__name__}
            log.debug("job %s", self._kind, exc_info=error)
        line = {"job": self._kind, "seconds": round(time.monotonic() - started, 3), **said}
        log.log(logging.ERROR if "why" in said else logging.INFO, json.dumps(line))
        return done.again_in if done else None


class Queue:
    """The queue of an app, shared by all its processes."""

    def __init__(self, app: Flask) -> None:
        """Raises SettingWrong when the queue cannot be had."""
        self._app = app
        self.huey = _huey(app.extensions["settings"])
        self._closing = threading.Lock()
        self._jobs = {kind: Job(kind, work) for kind, work in JOBS.items()}
        self._enqueue = self.huey.task(name="run")(self.run)
        self.huey.periodic_task(crontab(), name="every_minute")(self.every_minute)

    def nudge(self, kind: str) -> None:
        """Have this kind of work looked at soon; many nudges before that make one run."""
        mark = f"queued-{kind}"
        if self.huey.put_if_empty(mark, time.time()) or self._is_stale(mark):
            self._enqueue(kind)

    def run(self, kind: str) -> None:
        """Do this kind of work. The mark goes first: what comes after it makes a new run."""
        time.sleep(BREATH)
        self.huey.delete(f"queued-{kind}")
        with self._app.app_context():
            again = self._jobs[kind].run()
        if again is not None:
            self._enqueue.schedule((kind,), delay=again)

    def every_minute(self) -> None:
        """The safety net, once a minute for all workers together."""
        minute = int(time.time() // 60)
        if self.huey.put_if_empty(f"looked-{minute}", True):
            self.huey.delete(f"looked-{minute - 1}")
            self.look_at_everything()

    def look_at_everything(self) -> None:
        """All kinds of work, whether anybody nudged or not."""
        self.huey.put(f"looked-{int(time.time() // 60)}", True)
        for kind in JOBS:
            self.nudge(kind)

    def was_looked_at(self) -> bool:
        """Whether a worker has looked at everything within two minutes.

        Raises what the queue's store raises when it does not answer.
        """
        minute = int(time.time() // 60)
        marks = (f"looked-{minute - ago}" for ago in range(3))
        return any(self.huey.get(mark, peek=True) for mark in marks)

    def close(self) -> None:
        """Let go of the connection; the next nudge opens it again.

        One at a time: huey looks whether there is a connection before it takes its own lock.
        """
        with self._closing:
            self.huey.storage.close()

    def _is_stale(self, mark: str) -> bool:
        written = self.huey.get(mark, peek=True)
        if written is None or time.time() - written < STALE:
            return False
        self.huey.put(mark, time.time())
        return True


def hear_of_work(app: Flask) -> None:
    """Nudge the queue after each commit of this app that left work behind."""

    def hear(kind: str) -> None:
        if current_app._get_current_object() is not app:  # type: ignore[attr-defined]
            return
        try:
            queue = queue_of(app)
            queue.nudge(kind)
            queue.close()
        except Exception as error:
            log.warning("%s waits for the next minute: %s", kind, type(error).__name__)

    app.extensions["hear_of_work"] = hear
    app.extensions["was_looked_at"] = lambda: queue_of(app).was_looked_at()
    work_waits.connect(hear)


def queue_of(app: Flask) -> Queue:
    """The queue of this process; raises SettingWrong when it cannot be had."""
    found: Queue | None = app.extensions.get("queue")
    if found is None:
        found = app.extensions.setdefault("queue", Queue(app))
    return found


def run_worker(app: Flask) -> None:
    """Do background work in this process until SIGTERM or SIGINT; what runs is let finish.

    Raises SettingWrong when the queue does not answer at the start.
    """
    queue = Queue(app)
    try:
        queue.look_at_everything()
    except Exception as error:
        raise SettingWrong(
            f"The queue does not answer ({type(error).__name__}): "
            "start Redis, or look at PEER_CIRCLES_REDIS_URL."
        ) from error
    queue.huey.create_consumer(
        workers=THREADS,
        max_delay=LONGEST_SLEEP,
        shutdown_timeout=PATIENCE,
        graceful_signal="TERM",
    ).run()
    queue.close()


def start_worker_process() -> subprocess.Popen[bytes]:
    """A process that does background work and ends when this one does: its stdin tells it."""
    code = "from lti_tool.cli import cli; cli()"
    command = [sys.executable, "-c", code, "worker", "--beside-parent"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)


def _huey(settings: Settings) -> Huey:
    if settings.redis_url is None:
        file = str(settings.data_dir / "queue.sqlite3")
        return SqliteHuey("peer-circles", filename=file, fsync=False, results=False)
    try:
        return RedisHuey("peer-circles", url=settings.redis_url, results=False)
    except ConfigurationError as error:
        raise SettingWrong(
            "PEER_CIRCLES_REDIS_URL is set, but the package redis is missing: "
            "install peer-circles[redis]."
        ) from error
