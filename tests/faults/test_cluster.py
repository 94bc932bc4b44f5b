"""Many processes and servers, of which one after the other goes down while scores leave."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask

from lti_tool.db import db
from lti_tool.gradebook.models import OutboxScore
from lti_tool.settings import Settings
from lti_tool.worker import queue_of
from tests.bench import stores
from tests.conftest import free_port, needs
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings
from tests.faults.cluster import Cluster
from tests.faults.conftest import IS_FULL, check_grades, injected
from tests.faults.test_killed_workers import all_enter_and_do_something
from tests.gradebook.conftest import Classroom, all_due_again

SCORES = 2000 if IS_FULL else 120
PATIENCE = 120.0
"""Seconds that a busy machine may need."""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Servers and workers of this test's own."""
    needs("PostgreSQL (initdb)", programs := stores.postgres_folder())
    needs("Redis (redis-server)", stores.redis_found())
    assert programs
    # PostgreSQL does not run as root, and its own user must get through: not into a folder of
    # pytest, which each run that begins beside this one closes again.
    with TemporaryDirectory(prefix="cluster-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = Cluster(folder, programs, url=f"http://127.0.0.1:{free_port()}")
        yield made
        made.stop()


@pytest.fixture
def settings(cluster: Cluster) -> Settings:
    """Those of the cluster."""
    return cluster.settings


@pytest.fixture
def lms(settings: Settings) -> Iterator[DemoLms]:
    """A demo LMS with a large course, slow enough that something happens meanwhile."""
    made = create_lms(LmsSettings(tool_url=settings.public_url, students=SCORES)).start()
    made.latency["scores"] = 0.02 if IS_FULL else 0.1
    yield made
    made.stop()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for the workers; fails when they take too long."""
    ends_at = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends_at, "the workers do not go on"
        time.sleep(0.05)


def arrived(room: Classroom) -> int:
    return sum(len(one.results) for one in room.columns)


def all_sent() -> bool:
    db.session.rollback()
    return not db.session.query(OutboxScore).filter(OutboxScore.state != "sent").count()


def test_a_cluster_that_loses_each_of_its_parts_loses_no_grade(
    room: Classroom, cluster: Cluster, app: Flask
) -> None:
    people = all_enter_and_do_something(room)
    for _ in range(2):
        cluster.add_worker()
    hurts = (cluster.restart_database, cluster.empty_queue, cluster.replace_worker)
    for number, hurt in enumerate(hurts, start=1):
        wait_until(lambda share=number: arrived(room) >= share * SCORES // 5)
        hurt()
        injected(1)
        db.session.remove()
        db.engine.dispose()
        all_due_again()
        queue_of(app).nudge("scores")
        queue_of(app).nudge("sending")
    wait_until(lambda: arrived(room) >= len(people))
    wait_until(all_sent)
    check_grades(room, people)
    assert len(room.columns) == 1
    queue_of(app).close()
