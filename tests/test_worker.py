"""Background work: nudges are few and never lost, jobs may fail, the worker goes on."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask

from lti_tool.courses.models import Context
from lti_tool.db import db, leave_work, utcnow
from lti_tool.errors import PlatformSaysNo
from lti_tool.launch.actions import VISIT_LASTS
from lti_tool.launch.models import Visit
from lti_tool.platforms.models import Registration
from lti_tool.roster.queries import last_read
from lti_tool.settings import PREFIX, Settings, SettingWrong
from lti_tool.worker import JOBS, STALE, Job, Queue, queue_of
from tests.builders import make_context, make_member
from tests.conftest import needs
from tests.demo_lms.lms import DemoLms
from tests.roster.course import course_of

PATIENCE = 30.0
WORKER = (
    "from lti_tool.app import create_app; from lti_tool.worker import run_worker;"
    "run_worker(create_app())"
)


@pytest.fixture(params=["sqlite", "redis"])
def queue(request: pytest.FixtureRequest, app: Flask) -> Iterator[Queue]:
    """The queue of the app, in SQLite and in Redis; empty."""
    if request.param == "redis":
        url = os.environ.get("TEST_REDIS_URL", "")
        needs("TEST_REDIS_URL (Redis)", url)
        values = {**vars(app.extensions["settings"]), "redis_url": url}
        app.extensions["settings"] = Settings(**values)
    made = queue_of(app)
    made.huey.flush()
    yield made
    made.huey.flush()
    made.close()


def commit_work(kind: str = "tidy") -> None:
    make_context()
    leave_work(kind)
    db.session.commit()


def work_off(queue: Queue) -> int:
    """Do what is queued, as a worker would; gives the number of runs."""
    runs = 0
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)
        runs += 1
    return runs


def test_a_commit_that_leaves_work_is_heard(queue: Queue) -> None:
    commit_work()
    assert work_off(queue) == 1


def test_a_rollback_is_not_heard(queue: Queue) -> None:
    make_context()
    leave_work("tidy")
    db.session.rollback()
    assert queue.huey.pending_count() == 0


def test_a_thousand_commits_make_one_run(queue: Queue) -> None:
    for _ in range(1000):
        queue.nudge("scores")
    assert work_off(queue) == 1


def test_threads_may_let_go_of_the_queue_at_the_same_moment(queue: Queue) -> None:
    def nudge_and_let_go() -> None:
        for _ in range(50):
            queue.nudge("scores")
            queue.close()

    with ThreadPoolExecutor(8) as pool:
        for one in [pool.submit(nudge_and_let_go) for _ in range(8)]:
            one.result()


def test_each_kind_of_work_is_queued_for_itself(queue: Queue) -> None:
    queue.look_at_everything()
    assert queue.huey.pending_count() == len(JOBS)


def test_a_nudge_after_a_run_began_makes_another(queue: Queue) -> None:
    queue.nudge("tidy")
    assert work_off(queue) == 1
    queue.nudge("tidy")
    assert work_off(queue) == 1


def test_a_mark_whose_writer_died_is_not_believed(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.nudge("tidy")
    queue.huey.flush_queue() if hasattr(
        queue.huey, "flush_queue"
    ) else queue.huey.storage.flush_queue()
    queue.nudge("tidy")
    assert queue.huey.pending_count() == 0
    later = time.time() + STALE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    queue.nudge("tidy")
    assert queue.huey.pending_count() == 1


def test_a_queue_that_is_gone_never_breaks_a_commit(
    app: Flask, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.data_dir / "queue.sqlite3").mkdir()
    commit_work()
    assert db.session.query(Context).count() == 1
    assert "waits for the next minute" in caplog.text


def test_redis_without_its_package_is_said_in_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huey.storage.Redis", None)
    values = {**vars(app.extensions["settings"]), "redis_url": "redis://localhost:1/0"}
    app.extensions["settings"] = Settings(**values)
    with pytest.raises(SettingWrong, match="REDIS_URL"):
        Queue(app)


def test_tidying_forgets_visits_that_have_ended(queue: Queue) -> None:
    member = make_member(make_context())
    gone = {"secret_hash": "h", "membership_id": member.id, "is_staff": False, "is_admin": False}
    db.session.add(Visit(sid="old", ends_at=utcnow() - VISIT_LASTS, **gone))
    db.session.add(Visit(sid="new", ends_at=utcnow() + VISIT_LASTS, **gone))
    leave_work("tidy")
    db.session.commit()
    work_off(queue)
    assert [one.sid for one in db.session.query(Visit)] == ["new"]


def test_a_job_that_fails_says_so_in_one_line_without_data(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise ValueError("Zoë Müller wrote this")

    Job("scores", fail).run()
    (line,) = [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
    said = json.loads(line)
    assert (said["job"], said["outcome"], said["why"]) == ("scores", "failed", "ValueError")
    assert "Zoë" not in caplog.text


def test_an_error_of_ours_is_logged_with_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise PlatformSaysNo("GET https://lms.example/x: 403")

    Job("roster", fail).run()
    assert "PlatformSaysNo: GET https://lms.example/x: 403" in caplog.text


def test_a_job_that_is_wanted_while_it_runs_runs_once_more_and_never_twice_at_once() -> None:
    entered, go_on, runs = threading.Event(), threading.Event(), []

    def work() -> None:
        runs.append(len(runs))
        entered.set()
        assert go_on.wait(PATIENCE)

    job = Job("roster", work)
    first = threading.Thread(target=job.run)
    first.start()
    assert entered.wait(PATIENCE)
    for _ in range(5):
        job.run()
    assert runs == [0]
    go_on.set()
    first.join()
    assert runs == [0, 1]


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own."""
    ours = {
        "DATA_DIR": str(settings.data_dir),
        "PUBLIC_URL": settings.public_url,
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
    }
    env = {**os.environ, **{PREFIX + name: value for name, value in ours.items()}}
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for_read(context: Context) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        db.session.rollback()
        if found := last_read(context.id):
            return found.outcome
        time.sleep(0.05)
    return "never read"


def test_a_worker_reads_what_is_due_and_ends_when_asked(
    lms: DemoLms, registration: Registration, settings: Settings, tool: str
) -> None:
    context = course_of(lms, registration)
    with worker(settings) as process:
        assert wait_for_read(context) == "complete"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
